using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

/// <summary>An upload is no JSON, so what can be wrong with it is in <see cref="UploadFormTests"/>.</summary>
internal sealed class KnowledgeCases : IResourceCases
{
    public IEnumerable<ThingCase> Things => [new("documentId", MakeAsync)];

    private static async Task<string> MakeAsync(OrgWorld world)
    {
        var answer = await Upload.SendAsync(world.Client, "org", world.OrgId, "A text.");
        answer.Status.Should().Be(201, answer.Body);
        return answer.Text("id");
    }
}
