Feature: Urgency of a request

  Scenario: What stops the core business is urgent
    Given the request is
      | 影响核心业务 | true |
    When urgency is evaluated
    Then the result is 紧急
