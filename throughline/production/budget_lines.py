"""The lines of the accounts: what the chart asks for, measured on the film and priced by the rate card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from throughline.film.budget import BudgetAccount, BudgetFringe, BudgetLine
from throughline.film.rates import Fringe
from throughline.production.accounts import Account, Item, chart, item_named, item_word, items, unit_word
from throughline.production.budget_measures import Measures
from throughline.production.budget_money import rounded
from throughline.production.budget_quantity import Lot, Quantity, in_unit
from throughline.production.budget_rates import Price
from throughline.production.budget_words import listed, say
from throughline.production.fringes import borne
from throughline.production.vfx_bid import MACHINE, REVIEWER, Bid
from throughline.production.vfx_bid_table import department_word

MACHINE_ITEM, ARTIST_ITEM = "machine hour", "vfx artist"
DETAILS = 99


@dataclass
class Ledger:
    """The lines as they are drawn up, and what was found open on the way."""

    measures: Measures
    fringes: tuple[tuple[Fringe, BudgetFringe], ...]
    bid: Bid
    open: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    unpriced: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def accounts(self) -> tuple[BudgetAccount, ...]:
        """Every account of the chart with its lines, numbered; fringes and shares of cost are still empty."""
        return tuple(BudgetAccount(number=account.number, title=account.title(self.measures.language),
                                   section=account.section, lines=numbered(account.number, self._lines(account)))
                     for account in chart())

    def _lines(self, account: Account) -> Iterator[BudgetLine]:
        for item in account.lines:
            if item.by == "bid":
                yield from self._bid_lines(item)
                continue
            people = self._people(item)
            for lot in self.measures.lots(item) if people else ():
                if lot.people == 0:
                    self.open.append(self._say("open_extras", name=lot.thing))
                yield self._line(item, lot, people if lot.people is None else lot.people)

    def _people(self, item: Item) -> float:
        for name, count in self.measures.settings.crew.items():
            named = item_named(name)
            if named is not None and named[0] == item.item:
                return count
        return item.people

    def _line(self, item: Item, lot: Lot, people: float) -> BudgetLine:
        named = f"{item.item}: {lot.thing}"
        names = [*([named] if lot.thing else []), *lot.kinds, item.item]
        suggested = named if lot.own else next(iter(lot.kinds), item.item)
        price = self.measures.card.price(names, item, suggested)
        title = item.title(self.measures.language)
        text = f"{title}: {lot.text}" if lot.text and item.by != "cast" else lot.text or title
        if item.by == "cast":
            text += f" ({items()[lot.kinds[0]].title(self.measures.language)})"
        fringes = borne(item.group, self.fringes)
        if item.by == "cost" and price.unit == "percent":
            return self._share(text, price)
        return self._priced(text, in_unit(lot.quantity, item.unit, price.unit, self.measures.settings.work), price,
                            people, fringes, item.account)

    def _share(self, text: str, price: Price) -> BudgetLine:
        """A line that is a share of the cost, which is laid on when the cost is known."""
        return BudgetLine(text=text, quantity=0.0, unit="of cost", rate=price.rate, amount=0.0, item=price.item,
                          source=self._say("cost"), rate_source=self._rate_source(price), basis="cost")

    def _priced(self, text: str, quantity: Quantity, price: Price, people: float, fringes: tuple[str, ...],
                account: str) -> BudgetLine:
        if price.rate is None:
            self._note_open(text, price, account)
        source = quantity.source
        if price.unit == "flat" and price.row is not None and quantity.source != self._say("one"):
            source = f"{source}; {self._say('flat')}"
        amount = rounded(quantity.value * people * (price.rate or 0.0))
        quoted, quoted_in = price.quoted
        return BudgetLine(text=text, quantity=quantity.value, unit=price.unit, rate=price.rate, amount=amount,
                          times=people, source=source, rate_source=self._rate_source(price), fringes=fringes,
                          item=price.item, formula=quantity.formula,
                          quoted=quoted, quoted_in=quoted_in)

    def _rate_source(self, price: Price) -> str:
        if price.row is None:
            return ""
        quoted, currency = price.quoted
        foreign = "" if quoted is None else self._say("quoted", rate=quoted, currency=currency)
        return "; ".join(filter(None, (foreign, price.row.source or price.row.start)))

    def _note_open(self, text: str, price: Price, account: str) -> None:
        if price.lacking:
            if price.lacking not in self.lacking:
                self.lacking.append(price.lacking)
                self.open.append(self._say("open_exchange", as_of=self.measures.card.as_of,
                                           pair=f"{price.lacking} → {self.measures.card.currency}"))
            return
        self.unpriced.setdefault((account, price.item, price.unit), []).append(text)

    def blanks(self) -> tuple[str, ...]:
        """Everything found open, a line each: what makes quantities first, then the rates by account."""
        language = self.measures.language
        rates = [self._say("open_rate", account=account, text=listed(texts, language, 2),
                           item=item_word(item, language),
                           unit=unit_word(unit, language)) for (account, item, unit), texts in self.unpriced.items()]
        return (*self.open, *rates)

    def _bid_lines(self, item: Item) -> Iterator[BudgetLine]:
        """The bid that the budget holds: man-days by department, or the own way's machine and artist time."""
        vfx = self.measures.settings.vfx
        source = self._say("bid", case=vfx.case)
        title = item.title(self.measures.language)
        if vfx.method == "traditional":
            for department, days in self.bid.department_days(vfx.case).items():
                yield self._bid_line(f"{title}: {department_word(department, self.measures.language)}", department,
                                     Quantity(days, source=source))
            return
        hours, days = self.bid.own(vfx.case)
        for department, value in ((MACHINE, hours), (REVIEWER, days)):
            if value:
                word = items()[MACHINE_ITEM].title(self.measures.language) if department == MACHINE else \
                    department_word(department, self.measures.language)
                yield self._bid_line(f"{title}: {word}", department, Quantity(value, source=source))

    def _bid_line(self, text: str, department: str, quantity: Quantity) -> BudgetLine:
        line = self._priced(text, quantity, self.bid_price(department), 1.0, (), "5500")
        return msgspec.structs.replace(line, basis="bid", department=department)

    def bid_price(self, department: str) -> Price:
        """What an hour of machine or a day of a department costs."""
        name = MACHINE_ITEM if department == MACHINE else ARTIST_ITEM
        names = [name] if department == MACHINE else [f"{name}: {department}", name]
        return self.measures.card.price(names, items()[name], names[0])

    def _say(self, key: str, **figures: object) -> str:
        return say(self.measures.language, key, **figures)


def numbered(account: str, lines: Iterator[BudgetLine]) -> tuple[BudgetLine, ...]:
    """The lines with their detail accounts: 1401, 1402 and on; past 99 as 1400-100."""
    return tuple(msgspec.structs.replace(line, number=str(int(account) + index) if index <= DETAILS else
                                         f"{account}-{index}") for index, line in enumerate(lines, start=1))
