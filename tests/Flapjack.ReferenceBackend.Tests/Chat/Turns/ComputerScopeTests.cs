using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>A message that asks for the computer needs the scope of commands; any other message needs no scope.</summary>
public sealed class ComputerScopeTests
{
    [Theory]
    [InlineData("""{"content":"Hi"}""", 200)]
    [InlineData("""{"content":"Hi","computerOverrides":{"enabled":false}}""", 200)]
    [InlineData("""{"content":"Hi","computerOverrides":{"enabled":true}}""", 403)]
    public async Task A_key_without_the_scope_can_not_enable_the_computer(string body, int status)
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());
        var thread = await backend.CreateThreadAsync();
        var client = backend.Backend.ClientOf(backend.Backend.Backend.CreateApiKey(backend.Backend.Backend.OrgId, []));

        var answer = await TestBackend.SendAsync(client, HttpMethod.Post, $"/api/threads/{thread}/messages", body);

        answer.Status.Should().Be(status, answer.Body);
    }
}
