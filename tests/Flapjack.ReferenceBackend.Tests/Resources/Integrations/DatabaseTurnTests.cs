using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>A database that does not work costs the turn its tools only, tells no secret, and leaves no connection behind.</summary>
public sealed class DatabaseTurnTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly DatabaseWorld _world = new();

    public void Dispose() => _world.Dispose();

    [FactWithPostgres]
    public async Task No_connection_is_left_behind_the_turn()
    {
        await server.ExecuteAsync("CREATE TABLE IF NOT EXISTS t (id int); GRANT SELECT ON t TO reader");
        _world.Attach(server.Reader);
        var offer = await _world.OfferAsync();
        await Task.WhenAll(offer.ResultAsync("count_t", "{}"), offer.ResultAsync("query_t", "{}"), offer.ResultAsync("count_t", "{}"));
        (await server.ConnectionsAsync()).Should().BeGreaterThan(0);

        await offer.DisposeAsync();

        await Eventually.HoldsAsync(async () => await server.ConnectionsAsync() == 0, "the connections end");
    }

    [FactWithPostgres]
    public async Task Two_databases_with_a_table_of_the_same_name_have_two_names_for_it()
    {
        await server.ExecuteAsync("CREATE TABLE IF NOT EXISTS t (id int); GRANT SELECT ON t TO reader");
        _world.Attach(server.Reader, "First");
        _world.Attach(server.Reader, "Second");

        await using var offer = await _world.OfferAsync();

        offer.Tool("query_t").Description.Should().Contain("First");
        offer.Tools.Single(tool => tool.Name.StartsWith("query_t_", StringComparison.Ordinal)).Description.Should().Contain("Second");
        offer.Tools.Should().HaveCount(4);
    }

    [FactWithPostgres]
    public async Task What_is_too_much_is_left_out_and_told()
    {
        await server.ExecuteAsync(
            """
            CREATE DATABASE many;
            """);
        await using (var connection = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Username=owner;Password={PostgresServer.Password};Database=many;Pooling=false"))
        {
            await connection.OpenAsync();
            var wide = string.Join(", ", Enumerable.Range(0, 120).Select(i => $"c{i} int"));
            var tables = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"CREATE TABLE t{i:00} (id int);"));
            await using var command = new Npgsql.NpgsqlCommand($"{tables} CREATE TABLE a_wide ({wide}); INSERT INTO a_wide (c0, c119) VALUES (1, 2); GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", connection);
            await command.ExecuteNonQueryAsync();
        }

        _world.Attach(server.Uri("reader", database: "many"));
        await using var offer = await _world.OfferAsync();

        offer.Tools.Should().HaveCount(100);
        offer.Faults.Should().Equal(
            new ToolFault("tool", "Sales", "The database has 61 tables that may be read, and the agent gets the first 50 of them by name."),
            new ToolFault("tool", "Sales", "The table a_wide has 120 columns, and the agent gets the first 100 of them."));
        (await offer.ResultAsync("query_a_wide", "{}")).Should().StartWith("""{"rows":[{"c0":1,"c1":null,""").And.EndWith(@"""c99"":null}],""more"":false}");
    }

    [TheoryWithPostgres]
    [InlineData("""{"allowed_tables":["t"]}""", 2)]
    [InlineData("""{"allowed_tables":["other","'; DROP TABLE t; --"]}""", 0)]
    [InlineData("""{"allowed_tables":[]}""", 0)]
    [InlineData("""{"allowed_tables":null}""", 2)]
    public async Task An_attachment_can_allow_some_tables_only(string attachment, int tools)
    {
        await server.ExecuteAsync("CREATE TABLE IF NOT EXISTS t (id int); GRANT SELECT ON t TO reader");
        _world.Attach(server.Reader, attachment: attachment);

        await using var offer = await _world.OfferAsync();

        offer.Tools.Should().HaveCount(tools);
        offer.Faults.Should().BeEmpty();
    }

    [FactWithPostgres]
    public async Task A_database_that_refuses_is_a_fault_without_the_words_of_the_server()
    {
        _world.Attach(server.Uri("reader", "s3cret-that-is-wrong"), "Wrong password");
        _world.Attach(server.Uri("reader", database: "s3cret_name"), "Wrong name");
        _world.Attach(server.Uri("reader", host: "localhost"), "Good");
        _world.Attach($"Host=127.0.0.1;Port={server.Port};Username=reader;Password={PostgresServer.Password};Database=postgres", "Good too");

        await using var offer = await _world.OfferAsync();

        offer.Faults.Should().Equal(
            new ToolFault("tool", "Wrong password", "The database refused the user or the password."),
            new ToolFault("tool", "Wrong name", "The server has no database of this name."));
    }

    [Fact]
    public async Task A_server_that_never_ends_its_answer_is_left_and_the_turn_goes_on()
    {
        await using var endless = new EndlessDatabase();
        _world.Attach(endless.Uri, "Endless");

        await using var offer = await _world.OfferAsync().Soon();

        offer.Tools.Should().BeEmpty();
        offer.Faults.Should().Equal(new ToolFault("tool", "Endless", "The database sent more than it was asked for, and was left. Go on without it."));
    }

    [FactWithPostgres]
    public async Task A_connection_that_breaks_fails_the_call_and_the_next_call_connects_again()
    {
        await server.ExecuteAsync("CREATE TABLE IF NOT EXISTS t (id int); GRANT SELECT ON t TO reader; CREATE OR REPLACE VIEW sleeps AS SELECT pg_sleep(3600)::text AS s; GRANT SELECT ON sleeps TO reader");
        _world.Attach(server.Reader);
        await using var offer = await _world.OfferAsync();

        var call = offer.ErrorAsync("query_sleeps", "{}");
        await Eventually.HoldsAsync(async () => await server.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == 1, "the query runs");
        await server.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");

        (await call).Should().Be("The database refused the query (57P01): terminating connection due to administrator command. Change the query.");
        await offer.ResultAsync("count_t", "{}");
        await server.ExecuteAsync("DROP VIEW sleeps");
    }
}
