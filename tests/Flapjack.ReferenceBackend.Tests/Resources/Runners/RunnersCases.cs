using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

internal sealed class RunnersCases : IResourceCases
{
    private const string One = "GET /api/runners/{runnerId}";
    private const string Steps = "GET /api/runners/{runnerId}/steps";
    private const string Triggers = "GET /api/runners/{runnerId}/triggers";

    public IEnumerable<ThingCase> Things =>
    [
        new("runnerId", world => world.CreateAsync("POST /api/runners", """{"name":"Nightly"}""")),
        new("triggerId", world => world.CreateAsync("POST /api/runners/{runnerId}/triggers", """{"kind":"manual"}""")),
        new("runId", world => world.CreateAsync("POST /api/runners/{runnerId}/runs", "{}")),
    ];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /api/runners", """{"name":"Report","description":"daily","defaultModel":"gpt-5.4","inputSchema":{"type":"object"},"maxConcurrentRuns":3}""") { Read = One, Status = 201 },
        new(
            "PATCH /api/runners/{runnerId}",
            """{"name":"Report","description":"daily","defaultModel":"gpt-5.4","inputSchema":{"type":"object"},"maxConcurrentRuns":3,"projectId":"{projectId}"}""") { Read = One },
        new(
            "POST /api/runners/{runnerId}/steps",
            """{"kind":"agent","name":"Analyze","agentId":"{agentId}","inputMapping":{"topic":"$.input.topic"},"config":{"retries":2},"timeoutSec":90,"safeToRepeat":true}""") { Read = Steps, Status = 201 },
        // The next 29 February is far away, so the trigger starts nothing while the tests run.
        new(
            "POST /api/runners/{runnerId}/triggers",
            """{"kind":"cron","cronExpression":"0 9 29 2 *","timeZone":"Europe/Berlin","input":{"topic":"AI news"},"config":{"note":"leap"}}""") { Read = Triggers, Status = 201 },
        new("POST /api/runners/{runnerId}/triggers/{triggerId}/fire", """{"input":{"topic":"AI news"}}""") { Status = 201 },
        new("PUT /api/runners/{runnerId}/budget", """{"maxCostUsd":2.5,"period":"month"}""") { Read = "GET /api/runners/{runnerId}/budget" },
        new("POST /api/runners/{runnerId}/runs", """{"input":{"topic":"AI news"}}""") { Status = 201 },
    ];
}
