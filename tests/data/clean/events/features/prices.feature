Feature: Prices
  Scenario Outline: <ticket> on <day>
    Given the registration is
      | Ticket        | <ticket> |
      | Registered on | <day>    |
    When base_price is evaluated
    Then the price is <price>

    Examples:
      | ticket  | day        | price |
      | regular | 2026-02-28 | 280   |
      | regular | 2026-03-01 | 340   |
      | regular | 2026-05-31 | 340   |
      | regular | 2026-06-01 | 420   |
      | press   | 2026-06-01 | 0     |

  Scenario: a group of members with dinner
    Given the registration is
      | Ticket                | vip        |
      | Registered on         | 2026-02-01 |
      | Member of the society | yes        |
      | Group size            | 12         |
      | Workshops             | writing, ethics |
      | Conference dinner     | yes        |
    When to_pay is evaluated
    Then the net is 717.5
    And the total is 861
