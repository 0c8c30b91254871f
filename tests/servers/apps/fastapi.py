"""A library, served by FastAPI. Run with the port as the argument."""

import sys
from collections.abc import AsyncIterable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, Form, Header, HTTPException, Query, Response, UploadFile
from fastapi.responses import PlainTextResponse
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, Field

app = FastAPI(title="Library", version="1.0.0")
bearer = OAuth2PasswordBearer(tokenUrl="login")


class Genre(str, Enum):
    novel = "novel"
    poetry = "poetry"
    reference = "reference work"


class Paper(BaseModel):
    kind: Literal["paper"] = "paper"
    pages: int = Field(gt=0)


class Ebook(BaseModel):
    kind: Literal["ebook"] = "ebook"
    bytes: int
    formats: set[str] = set()


class NewBook(BaseModel):
    title: str = Field(min_length=1, max_length=80)
    subtitle: str | None = None
    genre: Genre
    price: Decimal = Field(ge=0, max_digits=6, decimal_places=2)
    published: date
    medium: Annotated[Paper | Ebook, Field(discriminator="kind")]
    attributes: dict[str, str | int | bool] = {}


class Book(NewBook):
    id: UUID
    added: datetime
    loan: timedelta


class Shelf(BaseModel):
    name: str
    shelves: list["Shelf"] = []


class Missing(BaseModel):
    id: UUID
    reason: str


class Token(BaseModel):
    access_token: str
    token_type: str


class Loan(BaseModel):
    book: UUID
    weeks: int


BOOK = UUID("7d9a5d10-0c6e-4a55-9d63-0b5ad2f4a001")
NO_BOOK = UUID("7d9a5d10-0c6e-4a55-9d63-0b5ad2f4a002")
ADDED = datetime(2026, 2, 3, 4, 5, 6, 789000, timezone.utc)
books: dict[UUID, Book] = {}


@app.post("/books", status_code=201)
def add_book(book: NewBook, response: Response) -> Book:
    added = Book(**book.model_dump(), id=BOOK, added=ADDED, loan=timedelta(days=28))
    books[BOOK] = added
    response.headers["Location"] = f"/books/{BOOK}"
    return added


@app.get("/books")
def list_books(
    genre: Annotated[list[Genre] | None, Query()] = None,
    after: date | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    accept_language: Annotated[str | None, Header()] = None,
) -> list[Book]:
    found = [it for it in books.values() if not genre or it.genre in genre]
    found = [it for it in found if not after or it.published > after]
    return found[:limit] if accept_language != "none" else []


@app.get("/books/{id}", responses={404: {"model": Missing}})
def get_book(id: UUID, response: Response) -> Book:
    if id not in books:
        response.status_code = 404
        return Response(
            Missing(id=id, reason="never bought").model_dump_json(),
            status_code=404,
            media_type="application/json",
        )
    return books[id]


@app.delete("/books/{id}", status_code=204)
def remove_book(id: UUID) -> None:
    books.pop(id, None)


@app.get("/books/{id}/cover", responses={200: {"content": {"image/png": {}}}}, response_class=Response)
def get_cover(id: UUID) -> Response:
    return Response(b"\x89PNG\r\n\x1a\n\x00", media_type="image/png")


@app.put("/books/{id}/cover")
def set_cover(id: UUID, image: UploadFile, caption: Annotated[str, Form()], alt: Annotated[list[str], Form()]) -> dict[str, str | int]:
    return {"name": image.filename or "", "size": image.size or 0, "caption": caption, "alt": "|".join(alt)}


@app.post("/login")
def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    if form.password != "open sesame":
        raise HTTPException(400, "wrong password")
    return Token(access_token=f"token of {form.username}", token_type="bearer")


@app.get("/loans")
def list_loans(token: Annotated[str, Depends(bearer)]) -> tuple[str, int, list[Loan]]:
    return (token, 1, [Loan(book=BOOK, weeks=4)])


@app.get("/shelves")
def list_shelves() -> Shelf:
    return Shelf(name="all", shelves=[Shelf(name="novels", shelves=[Shelf(name="long ones")])])


@app.get("/counts")
def count_books() -> dict[Genre, int]:
    return {Genre.novel: 2, Genre.reference: 1}


@app.get("/loans/events", response_class=EventSourceResponse)
async def watch_loans() -> AsyncIterable[Loan]:
    for weeks in (1, 2):
        yield Loan(book=BOOK, weeks=weeks)


@app.get("/opening", response_class=PlainTextResponse)
def get_opening() -> str:
    return "9 to 5"


uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
