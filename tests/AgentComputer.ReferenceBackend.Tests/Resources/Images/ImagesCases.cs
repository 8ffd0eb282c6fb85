using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Images;

internal sealed class ImagesCases : IResourceCases
{
    public IEnumerable<ThingCase> Things => [new("image_id", _ => Task.FromResult("local")) { IsShared = true }];
}
