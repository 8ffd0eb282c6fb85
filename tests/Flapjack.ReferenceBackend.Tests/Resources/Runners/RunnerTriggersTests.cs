using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

public sealed class RunnerTriggersTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private static readonly string[] Fields =
    [
        "id", "org_id", "runner_id", "kind", "cron_expression", "time_zone", "input", "config", "next_run_at", "last_run_at", "webhook_url", "created_at", "updated_at",
    ];

    [Theory]
    [InlineData("""{"kind":"manual"}""", """ "cron_expression":null,"time_zone":null,"input":null,"config":null,"next_run_at":null,"last_run_at":null,"webhook_url":null, """)]
    [InlineData("""{"kind":"api","input":{"a":1.50}}""", """ "cron_expression":null,"time_zone":null,"input":{"a":1.50},"config":null, """)]
    [InlineData("""{"kind":"poll","config":{"url":"https://acme.dev"}}""", """ "time_zone":null,"input":null,"config":{"url":"https://acme.dev"}, """)]
    [InlineData("""{"kind":"bulk_import"}""", """ "config":null,"next_run_at":null, """)]
    [InlineData("""{"kind":"button","cronExpression":null}""", """ "cron_expression":null, """)]
    [InlineData("""{"kind":"cron","cronExpression":"0 9 29 2 *"}""", """ "cron_expression":"0 9 29 2 *","time_zone":"UTC", """)]
    [InlineData("""{"kind":"cron","cronExpression":"*/5 0-6 1,15 JAN-MAR ?","timeZone":"Europe/Berlin"}""", """ "cron_expression":"*/5 0-6 1,15 JAN-MAR ?","time_zone":"Europe/Berlin", """)]
    public async Task A_trigger_of_each_kind_is_added_and_listed(string body, string shown)
    {
        var runner = await CreateRunnerAsync();

        var added = await AddAsync(runner, body);

        added.Status.Should().Be(201, added.Body);
        added.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        added.Text("runner_id").Should().Be(runner);
        added.Body.Should().Contain(shown.Trim());
        added.Json.GetProperty("next_run_at").ValueKind.Should().Be(added.Text("kind") == "cron" ? JsonValueKind.String : JsonValueKind.Null);
        (await backend.GetAsync($"/api/runners/{runner}/triggers")).Body.Should().Be($"[{added.Body}]");
    }

    [Theory]
    [InlineData("""{}""", "INVALID_KIND")]
    [InlineData("""{"kind":"clock"}""", "INVALID_KIND")]
    [InlineData("""{"kind":"cron"}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":null}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":""}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":"often"}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":"0 9 * *"}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":"0 0 9 * * MON"}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":"60 9 * * *"}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":"0 0 31 2 *"}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":"@daily"}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"manual","cronExpression":"often"}""", "INVALID_CRON_EXPRESSION")]
    [InlineData("""{"kind":"cron","cronExpression":"0 9 * * *","timeZone":"Mars/Olympus"}""", "INVALID_TIME_ZONE")]
    [InlineData("""{"kind":"cron","cronExpression":"0 9 * * *","timeZone":"../../etc/passwd"}""", "INVALID_TIME_ZONE")]
    [InlineData("""{"kind":"cron","cronExpression":"0 9 * * *","timeZone":2}""", "INVALID_TIME_ZONE")]
    [InlineData("""{"kind":"manual","timeZone":"UTC"}""", "INVALID_TIME_ZONE")]
    [InlineData("""{"kind":"manual","input":"text"}""", "INVALID_INPUT")]
    [InlineData("""{"kind":"webhook","config":"text"}""", "INVALID_CONFIG")]
    public async Task A_wrong_trigger_is_refused(string body, string code)
    {
        var runner = await CreateRunnerAsync();

        (await AddAsync(runner, body)).ShouldBeRefused(400, code);

        (await backend.GetAsync($"/api/runners/{runner}/triggers")).Body.Should().Be("[]");
    }

    [Fact]
    public async Task Triggers_are_listed_in_the_order_in_which_they_were_added()
    {
        var runner = await CreateRunnerAsync();
        var added = new List<string>();
        foreach (var kind in new[] { "manual", "button", "api", "manual" })
        {
            added.Add((await AddAsync(runner, $$"""{"kind":"{{kind}}"}""")).Text("id"));
        }

        (await backend.GetAsync($"/api/runners/{runner}/triggers")).Json.EnumerateArray().Select(trigger => trigger.GetProperty("id").GetString()).Should().Equal(added);
    }

    [Theory]
    [InlineData("""{"kind":"manual"}""", """{"input":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"kind":"manual","input":{"b":2}}""", """{"input":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"kind":"api","input":{"b":2}}""", "{}", """{"b":2}""")]
    [InlineData("""{"kind":"webhook"}""", "{}", "null")]
    [InlineData("""{"kind":"cron","cronExpression":"0 9 29 2 *","input":{"b":2}}""", """{"input":null}""", """{"b":2}""")]
    public async Task A_trigger_is_fired_by_hand_with_its_own_input_unless_there_is_another(string trigger, string body, string input)
    {
        var runner = await CreateRunnerAsync();
        var path = $"/api/runners/{runner}/triggers/{(await AddAsync(runner, trigger)).Text("id").ToUpperInvariant()}/fire";

        var (first, second) = (await backend.PostAsync(path, body), await backend.PostAsync(path, body));

        first.Status.Should().Be(201, first.Body);
        (first.Text("runner_id"), first.Json.GetProperty("input").GetRawText()).Should().Be((runner, input));
        second.Text("id").Should().NotBe(first.Text("id"), "each call is a run of its own");
        var shown = (await backend.GetAsync($"/api/runners/{runner}/triggers")).Json[0];
        shown.GetProperty("last_run_at").GetString().Should().Be(second.Text("created_at"));
    }

    [Theory]
    [InlineData("poll", "cron")]
    [InlineData("bulk_import", "POST /api/runners/{runnerId}/runs")]
    [InlineData("button", "manual")]
    public async Task A_trigger_that_nothing_documents_is_refused_when_it_is_fired_and_says_what_to_do_instead(string kind, string advice)
    {
        var runner = await CreateRunnerAsync();
        var trigger = (await AddAsync(runner, $$"""{"kind":"{{kind}}"}""")).Text("id");

        var fired = await backend.PostAsync($"/api/runners/{runner}/triggers/{trigger}/fire", "{}");

        fired.ShouldBeRefused(422, "TRIGGER_NOT_AVAILABLE");
        fired.Text("detail").Should().Contain(trigger).And.Contain(kind).And.Contain(advice);
        (await backend.GetAsync($"/api/runners/{runner}/triggers")).Json[0].GetProperty("last_run_at").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_trigger_belongs_to_its_own_runner()
    {
        var (mine, other) = (await CreateRunnerAsync(), await CreateRunnerAsync());
        var trigger = (await AddAsync(mine, """{"kind":"manual"}""")).Text("id");

        (await backend.PostAsync($"/api/runners/{other}/triggers/{trigger}/fire", "{}")).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.DeleteAsync($"/api/runners/{other}/triggers/{trigger}")).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.DeleteAsync($"/api/runners/{mine}/triggers/{trigger}")).Status.Should().Be(204);
        (await backend.DeleteAsync($"/api/runners/{mine}/triggers/{trigger}")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Without_the_additions_triggers_are_added_and_receive_webhooks_and_nothing_else()
    {
        await using var plain = await TestBackend.StartAsync(options => (options.Port, options.Extensions) = (null, false));
        var client = plain.MemoryClient();
        var runner = (await TestBackend.SendAsync(client, HttpMethod.Post, "/api/runners", """{"name":"R"}""")).Text("id");
        var trigger = await TestBackend.SendAsync(client, HttpMethod.Post, $"/api/runners/{runner}/triggers", """{"kind":"webhook"}""");
        var path = $"/api/runners/{runner}/triggers/{trigger.Text("id")}";

        (await TestBackend.SendAsync(client, HttpMethod.Post, path + "/fire", "{}")).ShouldBeRefused(404, "NOT_FOUND");
        (await TestBackend.SendAsync(client, HttpMethod.Delete, path)).ShouldBeRefused(404, "NOT_FOUND");
        var received = await TestBackend.SendAsync(client, HttpMethod.Post, trigger.Text("webhook_url"), "{}", SignedWebhook.Plain(trigger.Text("webhook_secret"), "{}"));
        received.Status.Should().Be(202, received.Body);
    }

    private async Task<string> CreateRunnerAsync() => (await backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");

    private Task<HttpAnswer> AddAsync(string runner, string body) => backend.PostAsync($"/api/runners/{runner}/triggers", body);
}
