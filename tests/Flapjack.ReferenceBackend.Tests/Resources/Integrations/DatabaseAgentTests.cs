using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>An agent reads its databases in whole turns.</summary>
public sealed class DatabaseAgentTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [TheoryWithPostgres]
    [InlineData("postgres")]
    [InlineData("supabase")]
    public async Task An_agent_reads_a_table_and_leaves_no_connection(string kind)
    {
        await server.ExecuteAsync("CREATE TABLE IF NOT EXISTS orders (id int, paid boolean); DELETE FROM orders; INSERT INTO orders VALUES (7, true), (8, false); GRANT SELECT ON orders TO reader");
        var model = new ScriptedChatModel();
        model.When("paid").Call("query_orders", JsonElement.Parse("""{"columns":["id"],"where":[{"column":"paid","op":"=","value":true}]}""")).SayResults();
        await using var backend = await ScriptedBackend.StartAsync(model);
        await AttachAsync(backend, server.Reader, kind);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Which are paid?"}""");

        Frames.Text(answer).Should().Be("""{"rows":[{"id":7}],"more":false}""", answer.Body);
        model.Requests[0].Tools.Should().Contain(["query_orders", "count_orders"]);
        await Eventually.HoldsAsync(async () => await server.ConnectionsAsync() == 0, "the connections end");
    }

    [FactWithPostgres]
    public async Task A_stop_cancels_the_query_on_the_server()
    {
        await server.ExecuteAsync("CREATE OR REPLACE VIEW sleeps AS SELECT pg_sleep(3600)::text AS s; GRANT SELECT ON sleeps TO reader");
        var model = new ScriptedChatModel();
        model.When("sleep").Call("query_sleeps").SayResults();
        await using var backend = await ScriptedBackend.StartAsync(model);
        await AttachAsync(backend, server.Reader, "postgres");
        var thread = await backend.CreateThreadAsync();

        using var open = await backend.OpenAsync(thread, """{"content":"Please sleep"}""");
        await Eventually.HoldsAsync(async () => await SleepersAsync() == 1, "the query runs");
        await backend.Backend.PostAsync($"/api/threads/{thread}/stop", "{}");

        Frames.Of(await open.Content.ReadAsStringAsync())[^1].Event.Should().Be("done");
        await Eventually.HoldsAsync(async () => await SleepersAsync() == 0, "the query is cancelled");
    }

    [FactWithPostgres]
    public async Task A_database_that_refuses_costs_its_tools_and_no_secret_gets_into_the_trace()
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());
        await AttachAsync(backend, server.Uri("reader", "s3cret-that-is-wrong"), "postgres");
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"Hi"}""");

        Frames.Text(answer).Should().Be("Hi");
        var trace = (await backend.Backend.GetAsync($"/api/logs?thread_id={thread}")).Json.GetProperty("traces")[0].GetProperty("id").GetString();
        (await backend.Backend.GetAsync($"/api/logs/{trace}")).Body.Should().Contain("The database refused the user or the password.").And.NotContain("s3cret").And.NotContain("reader");
    }

    private Task<long> SleepersAsync() => server.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");

    private static async Task AttachAsync(ScriptedBackend backend, string connectionString, string kind)
    {
        var id = (await backend.Backend.PostAsync("/api/integrations", $$"""{"name":"Sales","kind":"{{kind}}","connectionString":"{{connectionString}}"}""")).Text("id");
        var attached = await backend.Backend.PostAsync($"/api/agents/{backend.AgentId}/integrations", $$"""{"integrationId":"{{id}}"}""");
        attached.Status.Should().Be(201, attached.Body);
    }
}
