using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Runs;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>Reads and checks the bodies of <c>POST /api/runners</c> and <c>PATCH /api/runners/{runnerId}</c>.</summary>
internal static class RunnerBody
{
    private const int MaxName = 200;

    public static RunnerDocument Create(BodyReader body) =>
        new()
        {
            Name = Name(body),
            Description = Description(body),
            DefaultModel = DefaultModel(body),
            InputSchema = body.JsonObject("inputSchema", "INVALID_INPUT_SCHEMA"),
            MaxConcurrentRuns = MaxConcurrentRuns(body),
        };

    /// <summary>The fields that were sent. Null empties a field; a name can't be emptied.</summary>
    public static JsonObject Patch(BodyReader body) => body.Sent(
        ("name", Name),
        ("description", Description),
        ("defaultModel", DefaultModel),
        ("inputSchema", fields => fields.JsonObject("inputSchema", "INVALID_INPUT_SCHEMA")),
        ("maxConcurrentRuns", fields => MaxConcurrentRuns(fields)),
        ("projectId", fields => fields.Uuid("projectId", "INVALID_PROJECT_ID")));

    private static string Name(BodyReader body) => body.RequiredText("name", "INVALID_NAME", MaxName);

    private static string? Description(BodyReader body) => body.Text("description", "INVALID_DESCRIPTION");

    private static int? MaxConcurrentRuns(BodyReader body) => body.WholeNumber("maxConcurrentRuns", "INVALID_MAX_CONCURRENT_RUNS", 1, 100);

    private static string? DefaultModel(BodyReader body) => body.Text("defaultModel", "INVALID_DEFAULT_MODEL", MaxName);
}
