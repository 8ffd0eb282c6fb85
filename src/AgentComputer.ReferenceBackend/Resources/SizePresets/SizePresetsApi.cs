using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.SizePresets;

/// <summary>The sizes that have names. Anybody may read them.</summary>
internal sealed class SizePresetsApi : IResource
{
    public void Map(Routes routes) => routes.Anonymous().Get(
        "/v1/computer-size-presets",
        context => context.WriteJsonAsync(new JsonObject { ["presets"] = new JsonArray([.. ComputerSizes.Presets.Select(preset => preset.ToJson())]) }));
}
