using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

public sealed class RunnerPartsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_step_is_added_and_listed_as_documented()
    {
        var runner = await CreateAsync();
        var agent = await backend.CreateAgentAsync();

        var added = await backend.PostAsync(
            $"/api/runners/{runner}/steps",
            $$$"""{"kind":"agent","name":"Analyze","config":{"prompt":"Think about {{topic}}"},"timeoutSec":90,"safeToRepeat":true,"agentId":"{{{agent}}}","inputMapping":"$.input"}""");

        added.Status.Should().Be(201, added.Body);
        added.Json.EnumerateObject().Select(field => field.Name)
            .Should().Equal("id", "org_id", "runner_id", "kind", "name", "agent_id", "input_mapping", "config", "timeout_sec", "safe_to_repeat", "created_at", "updated_at");
        added.Text("runner_id").Should().Be(runner);
        added.Body.Should().Contain($$$"""
            "kind":"agent","name":"Analyze","agent_id":"{{{agent}}}","input_mapping":"$.input","config":{"prompt":"Think about {{topic}}"},"timeout_sec":90,"safe_to_repeat":true,
            """);
        (await backend.GetAsync($"/api/runners/{runner}/steps")).Body.Should().Be($"[{added.Body}]");
    }

    [Fact]
    public async Task Steps_keep_the_order_in_which_they_were_added_within_one_millisecond_too()
    {
        await using var still = await TestBackend.StartAsync(options =>
        {
            options.Port = null;
            options.TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        });
        using var client = new HttpClient(still.Backend.CreateHandler()) { BaseAddress = still.Backend.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", still.Backend.ApiKey);
        var runner = (await TestBackend.SendAsync(client, HttpMethod.Post, "/api/runners", """{"name":"R"}""")).Text("id");
        string[] names = [.. Enumerable.Range(0, 20).Select(n => $"step {n}")];

        foreach (var name in names)
        {
            (await TestBackend.SendAsync(client, HttpMethod.Post, $"/api/runners/{runner}/steps", $$"""{"kind":"agent","name":"{{name}}"}""")).Status.Should().Be(201);
        }

        var steps = await TestBackend.SendAsync(client, HttpMethod.Get, $"/api/runners/{runner}/steps");
        steps.Json.EnumerateArray().Select(step => step.GetProperty("name").GetString()).Should().Equal(names);
    }

    [Fact]
    public async Task A_deleted_agent_is_let_go_by_the_steps_that_named_it()
    {
        var runner = await CreateAsync();
        var agent = await backend.CreateAgentAsync();
        var step = await backend.PostAsync($"/api/runners/{runner}/steps", $$"""{"kind":"agent","agentId":"{{agent}}"}""");

        await backend.DeleteAsync("/api/agents/" + agent);

        (await backend.GetAsync($"/api/runners/{runner}/steps")).Body.Should().Be($"[{step.Body.Replace($"\"{agent}\"", "null", StringComparison.Ordinal)}]");
    }

    [Theory]
    [InlineData("""{}""", "INVALID_KIND")]
    [InlineData("""{"kind":"teleport"}""", "INVALID_KIND")]
    [InlineData("""{"kind":"agent","name":7}""", "INVALID_NAME")]
    [InlineData("""{"kind":"agent","agentId":"nobody"}""", "INVALID_AGENT_ID")]
    [InlineData("""{"kind":"agent","config":[]}""", "INVALID_CONFIG")]
    public async Task A_wrong_step_is_refused(string body, string code)
    {
        var runner = await CreateAsync();

        (await backend.PostAsync($"/api/runners/{runner}/steps", body)).ShouldBeRefused(400, code);

        (await backend.GetAsync($"/api/runners/{runner}/steps")).Body.Should().Be("[]");
    }

    private async Task<string> CreateAsync() => (await backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");
}
