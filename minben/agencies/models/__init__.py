from .announcement import Announcement, AnnouncementRead
from .feed import CalendarFeed
from .government import CalendarException, Department, DepartmentDay, Jurisdiction, Office
from .lending import Lending
from .staff import Cover, RoleGrant, Staff

__all__ = [
    "Announcement",
    "AnnouncementRead",
    "CalendarException",
    "CalendarFeed",
    "Cover",
    "Department",
    "DepartmentDay",
    "Jurisdiction",
    "Lending",
    "Office",
    "RoleGrant",
    "Staff",
]
