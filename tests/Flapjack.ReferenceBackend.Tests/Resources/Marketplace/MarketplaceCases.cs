using System.Text.Json;
using Flapjack.ReferenceBackend.Resources.Marketplace;
using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Marketplace;

internal sealed class MarketplaceCases : IResourceCases
{
    public IEnumerable<WriteCase> Writes =>
    [
        new("PUT /api/agents/{agentId}/marketplace", """{"handle":"case-of-the-table","capabilities":["code","chat"]}""") { Read = "GET /api/agents/{agentId}/marketplace" },
        new("POST /api/marketplace/official/use", $$"""{"templateId":"{{OfficialCatalog.All[0].Id}}","name":"Ada"}""")
        {
            Read = "GET /api/agents/{agentId}",
            Shown = new Dictionary<string, string?> { ["templateId"] = $"\"stable_preamble\":{JsonSerializer.Serialize(OfficialCatalog.All[0].StablePreamble)}" },
        },
    ];
}
