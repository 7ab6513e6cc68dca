Feature: Relationship health
  The same rules as in scoring.feature, told in English, with the names that programs use.

  Background:
    Given the customer is
      | order_fluctuation  | 8.33%    |
      | payment_delay      | 0        |
      | satisfaction_score | 92       |
      | need_match         | 完全满足 |
      | contacts_per_month | 2        |
      | complaints         | 0        |

  @R104 @R105 @R106
  Scenario: By the criteria alone
    When relationship_health is evaluated
    Then the total is 9.55
    And the rating is 优秀
    And the dimension 合作稳定性 has 10 points

  @R104
  Scenario: An assessor's marks add up
    Given by hand the dimensions score 9, 9, 8, 7, 10
    When relationship_health is evaluated
    Then the total is 8.60
    And the explanation says
      | 9 × 30% = 2.70 (manual score; computed: 10) |
      | 2.70 + 2.25 + 1.60 + 1.05 + 1.00 = 8.60     |

  @R112
  Scenario: Missing data never raise the rating
    Given the customer has no order_fluctuation, payment_delay
    When relationship_health is evaluated
    Then a provisional result says 数据待完善
    And the completeness is 70%
    And the total lies between 7.75 and 9.55
    And the rating is 良好

  @R096
  Scenario: Weights must sum to 100%
    Given "dimensions.stability.weight" of relationship_health is changed to "35%"
    When the definitions are checked
    Then the check reports GJ2501 and mentions
      | 35% + 25% + 20% + 15% + 10% = 105% |
