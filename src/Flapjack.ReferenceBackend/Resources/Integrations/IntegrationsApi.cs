using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>An organization's integrations.</summary>
internal sealed class IntegrationsApi : IResource
{
    public void Map(Routes routes)
    {
    }
}
