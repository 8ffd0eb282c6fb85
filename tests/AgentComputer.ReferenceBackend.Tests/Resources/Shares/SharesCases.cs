using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Shares;

internal sealed class SharesCases : IResourceCases
{
    private const string All = "/v1/computers/{computer_id}/shares";

    public IEnumerable<ThingCase> Things => [new("share_id", world => world.CreateAsync($"POST {All}/links", "{}", "share"))];

    public IEnumerable<WriteCase> Writes =>
    [
        new($"POST {All}/links", """{"allow_browser":true,"allow_vnc":true,"expires_at":"2099-01-31T12:00:00Z"}""")
        {
            Read = $"GET {All}",
            Thing = "share",
            Status = 201,
            Pick = WriteCase.Item("shares"),
        },
    ];
}
