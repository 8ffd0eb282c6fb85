using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>An organization's threads.</summary>
internal sealed class ThreadsApi : IResource
{
    public void Map(Routes routes)
    {
    }
}
