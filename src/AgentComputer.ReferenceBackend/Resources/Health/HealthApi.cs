using System.Text.Json.Nodes;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Health;

/// <summary>Says that the backend serves. It serves only when everything that it needs has started.</summary>
internal sealed class HealthApi : IResource
{
    public void Map(Routes routes)
    {
        var open = routes.Anonymous();
        open.Get("/healthz", context => context.WriteJsonAsync(new JsonObject { ["ok"] = true }));
        open.Get("/readyz", context => context.WriteJsonAsync(new JsonObject { ["ok"] = true }));
    }
}
