Feature: Fees
  Scenario Outline: the rate falls with the amount
    Given the matter is
      | Practice area     | <area>   |
      | Amount in dispute | <amount> |
    When base_fee is evaluated
    Then the 费率 is <rate>
    Examples:
      | area  | amount  | rate |
      | civil | 100000  | 8%   |
      | civil | 1000000 | 5%   |
      | ip    | 600000  | 6%   |
  Scenario: a partner signs too
    Given it is now 2026-03-01T09:00:00+08:00
    And the matter is
      | Practice area     | civil      |
      | Amount in dispute | 20000000   |
      | Conflict checked  | true       |
      | Limitation date   | 2026-12-31 |
    When base_fee is evaluated
    Then the 费率 is 3%
