from django.urls import path

from . import gallery

app_name = "desk"
urlpatterns = [
    path("gallery", gallery.gallery, name="gallery"),
]
