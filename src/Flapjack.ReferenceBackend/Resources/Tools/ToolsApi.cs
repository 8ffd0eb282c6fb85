using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>An organization's tools.</summary>
internal sealed class ToolsApi : IResource
{
    public void Map(Routes routes)
    {
    }
}
