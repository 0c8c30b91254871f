"""A garden, served by Django Ninja. Run with the port as the argument."""

import sys
from datetime import date, datetime, time, timezone
from decimal import Decimal
from enum import IntEnum
from typing import Literal, Optional

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse

settings.configure(DEBUG=True, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="none", USE_TZ=True)
django.setup()

from django.urls import path  # noqa: E402
from ninja import Field, File, Form, Header, NinjaAPI, Path, Query, Schema, UploadedFile  # noqa: E402
from ninja.pagination import LimitOffsetPagination, paginate  # noqa: E402
from ninja.security import APIKeyHeader  # noqa: E402


class Key(APIKeyHeader):
    param_name = "X-Garden-Key"

    def authenticate(self, request, key):
        return key if key == "spade" else None


class Zone(IntEnum):
    cold = 1
    mild = 2
    warm = 3


class PlantIn(Schema):
    name: str = Field(..., max_length=40)
    zone: Zone
    height: Decimal
    planted: date
    watered_at: Optional[time] = None
    colours: list[Literal["red", "white", "blue"]] = []


class Plant(PlantIn):
    id: int
    seen: datetime


class Problem(Schema):
    message: str


class Filters(Schema):
    zone: Optional[Zone] = None
    name: Optional[str] = None
    colours: list[str] = []


class Spot(Schema):
    row: int
    column: int


SEEN = datetime(2026, 4, 5, 6, 7, 8, tzinfo=timezone.utc)
plants: dict[int, Plant] = {}
api = NinjaAPI(title="Garden", version="1.0.0", auth=Key())


@api.post("/plants", response={201: Plant, 409: Problem})
def add_plant(request, plant: PlantIn):
    if any(it.name == plant.name for it in plants.values()):
        return 409, {"message": f"{plant.name} is there"}
    number = len(plants) + 1
    plants[number] = Plant(**plant.dict(), id=number, seen=SEEN)
    return 201, plants[number]


@api.get("/plants", response=list[Plant])
@paginate(LimitOffsetPagination)
def list_plants(request, filters: Filters = Query(...)):
    found = [it for it in plants.values() if filters.zone in (None, it.zone)]
    return [it for it in found if set(filters.colours) <= set(it.colours)]


@api.get("/plants/{id}", response={200: Plant, 404: Problem})
def get_plant(request, id: int):
    if id not in plants:
        return 404, {"message": "never planted"}
    return plants[id]


@api.delete("/plants/{id}", response={204: None})
def remove_plant(request, id: int):
    plants.pop(id, None)
    return 204, None


@api.get("/beds/{row}/{column}", response=Spot, auth=None)
def get_bed(request, spot: Path[Spot], x_light: Optional[float] = Header(None, alias="X-Light")):
    return spot


@api.post("/notes", response=dict[str, str])
def add_note(request, text: Form[str], urgent: Form[bool] = False):
    return {"text": text, "urgent": str(urgent)}


@api.post("/photos", response=dict[str, int])
def add_photos(request, photos: File[list[UploadedFile]], album: Form[str]):
    return {f"{album}/{photo.name}": photo.size for photo in photos}


@api.get("/label.svg", response={200: None})
def get_label(request):
    return HttpResponse("<svg/>", content_type="image/svg+xml")


urlpatterns = [path("", api.urls)]
execute_from_command_line(["app", "runserver", "--noreload", "--skip-checks", sys.argv[1]])
