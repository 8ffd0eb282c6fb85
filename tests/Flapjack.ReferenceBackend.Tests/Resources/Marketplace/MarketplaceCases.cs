using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Marketplace;

internal sealed class MarketplaceCases : IResourceCases
{
    public IEnumerable<WriteCase> Writes =>
    [
        new("PUT /api/agents/{agentId}/marketplace", """{"handle":"case-of-the-table","capabilities":["code","chat"]}""") { Read = "GET /api/agents/{agentId}/marketplace" },
    ];
}
