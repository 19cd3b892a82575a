from django.urls import path

from minben.desk import gallery

app_name = "desk"
urlpatterns = [
    path("gallery", gallery.gallery, name="gallery"),
]
