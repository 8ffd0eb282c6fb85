using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources;

/// <summary>Makes agents without a computer, which cost nothing but a row.</summary>
internal static class BareAgents
{
    public static async Task<string> CreateBareAgentAsync(this TestBackend backend)
    {
        var created = await backend.PostAsync("/api/agents", """{"name":"Ada"}""");
        created.Status.Should().Be(201, created.Body);
        return created.Text("id");
    }
}
