Feature: Triage
  Whoever is worst off is seen first.

  Background:
    Given the conscious of the visit is true

  Scenario: low oxygen
    Given the Oxygen saturation of the visit is 84%
    When Triage level is evaluated
    Then the Priority is red

  Scenario Outline: pain
    Given the visit is
      | Oxygen saturation | 98%    |
      | Pulse             | 70     |
      | Pain (0-10)       | <pain> |
    When Triage level is evaluated
    Then the Priority is <priority>

    Examples:
      | pain | priority |
      | 8    | orange   |
      | 7    | yellow   |
      | 3    | green    |
