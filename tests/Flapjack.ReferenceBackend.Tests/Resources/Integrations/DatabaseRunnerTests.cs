using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>A step of a run has the databases of its agent and of its runner, and of a runner's database only the allowed tables.</summary>
public sealed class DatabaseRunnerTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private readonly DatabaseWorld _world = new();

    public Task InitializeAsync() => PostgresServer.WhyNot is null
        ? server.ExecuteAsync("CREATE TABLE IF NOT EXISTS orders (id int); CREATE TABLE IF NOT EXISTS people (id int); GRANT SELECT ON orders, people TO reader")
        : Task.CompletedTask;

    public Task DisposeAsync()
    {
        _world.Dispose();
        return Task.CompletedTask;
    }

    [FactWithPostgres]
    public async Task A_runner_has_its_allowed_tables_and_a_chat_has_none_of_them()
    {
        _world.Attach(server.Reader, attachment: """{"allowed_tables":["orders"]}""", to: "runner_integrations");

        await using var chat = await _world.OfferAsync();
        await using var step = await _world.OfferToStepAsync(hasAgent: true);
        await using var alone = await _world.OfferToStepAsync(hasAgent: false);

        chat.Tools.Should().BeEmpty();
        Names(step).Should().Equal("query_orders", "count_orders");
        Names(alone).Should().Equal("query_orders", "count_orders");
        (await alone.ResultAsync("count_orders", "{}")).Should().Be("""{"count":0}""");
    }

    [FactWithPostgres]
    public async Task An_integration_that_both_have_is_the_agents()
    {
        _world.Attach(server.Reader);
        _world.AttachAgain(_world.IdOf("Sales"), """{"allowed_tables":["orders"]}""", "runner_integrations");

        await using var step = await _world.OfferToStepAsync(hasAgent: true);
        await using var alone = await _world.OfferToStepAsync(hasAgent: false);

        Names(step).Should().Equal("query_orders", "count_orders", "query_people", "count_people");
        Names(alone).Should().Equal("query_orders", "count_orders");
    }

    [FactWithPostgres]
    public async Task The_agents_table_has_the_plain_name()
    {
        _world.Attach(server.Reader, "Of runner", """{"allowed_tables":["orders"]}""", "runner_integrations");
        _world.Attach(server.Reader, "Of agent");

        await using var step = await _world.OfferToStepAsync(hasAgent: true);

        step.Tool("count_orders").Description.Should().Contain("Of agent");
        step.Tools.Single(tool => tool.Name.StartsWith("count_orders_", StringComparison.Ordinal)).Description.Should().Contain("Of runner");
    }

    private static IEnumerable<string> Names(ToolOffer offer) => offer.Tools.Select(tool => tool.Name);
}
