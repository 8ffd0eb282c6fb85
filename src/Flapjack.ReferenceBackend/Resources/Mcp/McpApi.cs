using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>An organization's MCP servers.</summary>
internal sealed class McpApi : IResource
{
    public void Map(Routes routes)
    {
    }
}
