using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Runs;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Resources.Attachments;

/// <summary>What is attached to a runner is used in whole runs.</summary>
public sealed class RunnerThingsTests
{
    private const string Document = """{"openapi":"3.0.3","servers":[{"url":"SERVER"}],"paths":{"/orders/{id}":{"get":{"operationId":"getOrder","parameters":[{"name":"id","in":"path"}]}}}}""";

    [Fact]
    public async Task A_step_has_the_skills_and_tools_of_its_runner_and_a_chat_of_the_agent_has_not()
    {
        await using var server = await WebhookReceiver.StartAsync((context, _) => context.Response.WriteAsJsonAsync(new { state = "sent" }));
        using var model = new ScriptedChatModel();
        model.When("order 7").Call("shop__getOrder", new { id = 7 }).SayResults();
        await using var scripted = await ScriptedBackend.StartAsync(model, options =>
        {
            options.AllowLoopbackWebhooks = true;
            options.SkillCatalog =
            [
                new() { Source = SkillSource.SkillMd, SourceRef = "git", Name = "Git", Content = "Say why." },
                new() { Source = SkillSource.OpenApiAction, SourceRef = "shop", Name = "Shop", Content = Document.Replace("SERVER", server.Url("/").ToString()) },
            ];
        });
        var backend = scripted.Backend;
        await backend.PostAsync("/api/tools", """{"name":"unattached","url":"https://hooks.acme.dev/x"}""");
        var room = await RunRoom.CreateAsync(
            backend,
            $$$"""{"kind":"agent","name":"With agent","agentId":"{{{scripted.AgentId}}}","config":{"prompt":"order 7"}}""",
            """{"kind":"agent","name":"Alone","config":{"prompt":"order 7"}}""");
        await AttachAsync(backend, room, """{"source":"skill_md","sourceRef":"git"}""", "");
        await AttachAsync(backend, room, """{"source":"openapi_action","sourceRef":"shop"}""", ""","credential":{"token":"sk-1"}""");

        var run = await room.RunAsync();
        await scripted.SendAsync(await scripted.CreateThreadAsync(), """{"content":"Hi"}""");

        run.Text("status").Should().Be("completed", run.Body);
        run.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("output").GetProperty("text").GetString())
            .Should().Equal("""{"state":"sent"}""", """{"state":"sent"}""");
        var (withAgent, alone, chat) = (model.Requests[0], model.Requests[2], model.Requests[4]);
        withAgent.SystemText.Should().StartWith("You cook.\n\n").And.EndWith("# Skill: Git\n\nSay why.");
        alone.SystemText.Should().NotContain("You cook.").And.EndWith("# Skill: Git\n\nSay why.");
        withAgent.Tools.Should().Contain(["shop__getOrder", "unattached"]);
        alone.Tools.Should().Contain("shop__getOrder").And.NotContain("unattached");
        (chat.SystemText, chat.Tools.Contains("shop__getOrder")).Should().Be(("You cook.", false));
        (await server.NextAsync()).Headers["Authorization"].Should().Be("Bearer sk-1");
    }

    private static async Task AttachAsync(TestBackend backend, RunRoom room, string skill, string more)
    {
        var id = (await backend.PostAsync("/api/skills", skill)).Text("id");
        var attached = await backend.PostAsync($"/api/runners/{room.RunnerId}/skills", $$"""{"skillId":"{{id}}"{{more}}}""");
        attached.Status.Should().Be(201, attached.Body);
    }
}
