using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ports;

internal sealed class PortsCases : IResourceCases
{
    private const string All = "/v1/computers/{computer_id}/ports";

    // The path takes the number of a port, and each workspace has published another.
    public IEnumerable<ThingCase> Things =>
    [
        new("port", async world =>
        {
            var number = world.WorkspaceId == "org_mine" ? "54321" : "54322";
            await world.CreateAsync($"POST {All}", $$"""{"port":{{number}}}""", "port");
            return number;
        }),
    ];

    public IEnumerable<WriteCase> Writes =>
    [
        new($"POST {All}", """{"port":50000,"name":"web","visibility":"private"}""")
        {
            Read = $"GET {All}",
            Thing = "port",
            Status = 202,
            Pick = WriteCase.Item("ports"),
            IsSettled = port => port.GetProperty("state").GetString() == "ready",
        },
    ];
}
