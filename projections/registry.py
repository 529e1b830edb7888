"""Every projection that is kept up, in the order in which they are shown."""

from .coverage import Coverage
from .exposure import Exposure
from .history import History
from .names import Names
from .pairs import Pairs
from .projection import Projection

PROJECTIONS: tuple[Projection, ...] = (Exposure(), History(), Names(), Pairs(), Coverage())
