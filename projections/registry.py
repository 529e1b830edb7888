"""Every projection that is kept up, in the order in which they are kept up: links first, since exposure follows them."""

from .coverage import Coverage
from .exposure import Exposure
from .history import History
from .links import Links
from .names import Names
from .pairs import Pairs
from .projection import Projection

PROJECTIONS: tuple[Projection, ...] = (
    Links(),
    Exposure(),
    History(),
    Names(),
    Pairs(),
    Coverage(),
)
