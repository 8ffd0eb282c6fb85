using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>An organization's runners.</summary>
internal sealed class RunnersApi : IResource
{
    public void Map(Routes routes)
    {
    }
}
