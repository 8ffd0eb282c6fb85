using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Sessions;

internal sealed class SessionsCases : IResourceCases
{
    private const string All = "/v1/computers/{computer_id}/access-sessions";

    public IEnumerable<ThingCase> Things => [new("session_id", world => world.CreateAsync($"POST {All}", """{"kind":"exec"}""", "session"))];

    public IEnumerable<WriteCase> Writes =>
    [
        new($"POST {All}", """{"kind":"exec","ttl_seconds":600}""")
        {
            Read = $"GET {All}/{{session_id}}",
            Thing = "session",
            Status = 201,
            Pick = (read, _) => read.GetProperty("session"),
            // The time of the end shows it.
            Shown = new Dictionary<string, string?> { ["ttl_seconds"] = null },
        },
    ];
}
