using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Channels;

internal sealed class ChannelsCases : IResourceCases
{
    private const string All = "GET /api/agents/{agentId}/channels";

    private static readonly Dictionary<string, string?> NoCredentials = new() { ["credentials"] = null };

    public IEnumerable<ThingCase> Things =>
        [new("channelId", world => world.CreateAsync("POST /api/agents/{agentId}/channels", """{"adapter":"slack","name":"Old","credentials":{"token":"t"}}"""))];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /api/agents/{agentId}/channels", """{"adapter":"telegram","name":"Bot","enabled":false,"credentials":{"token":"123:abc"}}""") { Read = All, Shown = NoCredentials },
        new("PATCH /api/agents/{agentId}/channels/{channelId}", """{"name":"New","enabled":false,"credentials":{"token":"456:def"}}""") { Read = All, Shown = NoCredentials },
    ];
}
