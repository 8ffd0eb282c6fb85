using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>An organization's skills.</summary>
internal sealed class SkillsApi : IResource
{
    public void Map(Routes routes)
    {
    }
}
