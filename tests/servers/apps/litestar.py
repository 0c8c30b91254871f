"""A kitchen, served by Litestar. Run with the port as the argument."""

import sys
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from typing import Annotated, Generic, TypeVar
from uuid import UUID

import msgspec
import uvicorn
from litestar import Litestar, Response, delete, get, patch, post, put
from litestar.datastructures import State, UploadFile
from litestar.di import NamedDependency
from litestar.enums import MediaType, RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.params import Body, Parameter

T = TypeVar("T")


class Course(Enum):
    STARTER = "starter"
    MAIN = "main"
    DESSERT = "dessert"


class Boil(msgspec.Struct, tag="boil"):
    minutes: int


class Bake(msgspec.Struct, tag="bake"):
    minutes: int
    celsius: Annotated[int, msgspec.Meta(ge=30, le=300)]


class Recipe(msgspec.Struct, rename="camel"):
    title: str
    course_of: Course
    steps: list[Boil | Bake]
    amounts: dict[str, float]
    notes: str | None = None
    rating: Annotated[int, msgspec.Meta(ge=1, le=5)] | msgspec.UnsetType = msgspec.UNSET


@dataclass
class Saved:
    id: UUID
    recipe: Recipe
    saved_at: datetime
    best_before: date
    takes: timedelta


@dataclass
class Page(Generic[T]):
    items: list[T]
    total: int
    next: str | None = None


@dataclass
class Order:
    dish: str
    guests: int = 2
    wishes: list[str] = field(default_factory=list)


@dataclass
class Photo:
    image: UploadFile
    caption: str


ID = UUID("11111111-2222-4333-8444-555555555555")
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=timezone.utc)
kept: dict[UUID, Saved] = {}


@post("/recipes")
async def save_recipe(data: Recipe) -> Saved:
    kept[ID] = Saved(ID, data, AT, date(2026, 3, 11), timedelta(minutes=90))
    return kept[ID]


@get("/recipes")
async def list_recipes(
    course: Course | None = None,
    with_words: Annotated[list[str] | None, Parameter(query="words")] = None,
    page_size: Annotated[int, Parameter(query="pageSize", ge=1, le=50)] = 10,
) -> Page[Saved]:
    found = [it for it in kept.values() if course in (None, it.recipe.course_of)]
    found = [it for it in found if all(word in it.recipe.title for word in with_words or [])]
    return Page(found[:page_size], len(found), None)


@get("/recipes/{recipe_id:uuid}", raises=[NotFoundException])
async def get_recipe(recipe_id: UUID) -> Saved:
    if recipe_id not in kept:
        raise NotFoundException("no such recipe")
    return kept[recipe_id]


@patch("/recipes/{recipe_id:uuid}/rating")
async def rate_recipe(recipe_id: UUID, rating: Annotated[int, Parameter(query="rating", ge=1, le=5)]) -> Saved:
    kept[recipe_id].recipe.rating = rating
    return kept[recipe_id]


@delete("/recipes/{recipe_id:uuid}")
async def drop_recipe(recipe_id: UUID) -> None:
    kept.pop(recipe_id, None)


@post("/orders")
async def order(data: Annotated[Order, Body(media_type=RequestEncodingType.URL_ENCODED)]) -> Order:
    return data


@put("/recipes/{recipe_id:uuid}/photo")
async def set_photo(
    recipe_id: UUID, data: Annotated[Photo, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> dict[str, str | int]:
    return {"caption": data.caption, "name": data.image.filename, "size": len(await data.image.read())}


@get("/menu/{day:date}", media_type=MediaType.TEXT)
async def get_menu(day: date, language: Annotated[str | None, Parameter(header="X-Language")] = None) -> str:
    return f"{day.isoformat()} in {language or 'English'}"


@get("/timers/{length:timedelta}")
async def get_timer(length: timedelta) -> tuple[timedelta, int]:
    return (length, int(length.total_seconds()))


app = Litestar(
    [save_recipe, list_recipes, get_recipe, rate_recipe, drop_recipe, order, set_photo, get_menu, get_timer],
    openapi_config=OpenAPIConfig(title="Kitchen", version="1.0.0"),
)
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
