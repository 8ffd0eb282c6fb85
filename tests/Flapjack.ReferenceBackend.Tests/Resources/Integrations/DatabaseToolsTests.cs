using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>Agents read the tables of the PostgreSQL databases that are attached to them, and nothing else.</summary>
public sealed class DatabaseToolsTests(DatabaseToolsTests.Shop shop) : IClassFixture<DatabaseToolsTests.Shop>, IDisposable
{
    private readonly DatabaseWorld _world = new();

    public void Dispose() => _world.Dispose();

    [FactWithPostgres]
    public async Task Each_table_that_the_role_may_read_is_two_tools_with_its_columns()
    {
        await using var offer = await OfferAsync();

        offer.Faults.Should().BeEmpty();
        offer.Tools.Select(tool => tool.Name).Where(name => !name.Contains("ird", StringComparison.Ordinal)).Should().Equal(
            "query_deep", "count_deep", "query_huge", "count_huge", "query_kinds", "count_kinds", "query_settings", "count_settings", "query_slow", "count_slow",
            "query_users", "count_users", "query_writing", "count_writing");
        offer.Tool("query_users").Description.Should().Be(
            "Reads rows of the table users of the database Sales. Its columns: id integer, name text, age integer. Values that are very long are cut.");
        offer.Tool("count_users").Description.Should().Be("Counts the rows of the table users of the database Sales. Its columns: id integer, name text, age integer.");
        offer.Tool("count_users").Parameters.GetRawText().Should().Be(
            """{"type":"object","properties":{"where":{"type":"array","description":"Only rows that meet all of these conditions.","items":{"type":"object","properties":{"column":{"type":"string"},"op":{"type":"string","enum":["=","!=","\u003C","\u003C=","\u003E","\u003E=","like","ilike","in"]},"value":{"description":"A text, number or boolean; a list of them for in; null for = and != to find what has no value, or has one."}},"required":["column","op","value"],"additionalProperties":false}}},"additionalProperties":false}""");
    }

    [TheoryWithPostgres]
    [InlineData("{}", """{"rows":[{"id":1,"name":"Ada","age":36},{"id":2,"name":"O'Hara \"x\"","age":null},{"id":3,"name":"Zoë","age":41}],"more":false}""")]
    [InlineData("""{"columns":["name"],"order_by":[{"column":"age","descending":true},{"column":"id"}],"limit":2}""", """{"rows":[{"name":"O'Hara \"x\""},{"name":"Zoë"}],"more":true}""")]
    [InlineData("""{"columns":["id"],"where":[{"column":"age","op":">=","value":36},{"column":"name","op":"!=","value":"Zoë"}]}""", """{"rows":[{"id":1}],"more":false}""")]
    [InlineData("""{"columns":["id"],"where":[{"column":"age","op":"=","value":null}]}""", """{"rows":[{"id":2}],"more":false}""")]
    [InlineData("""{"columns":["id"],"where":[{"column":"age","op":"!=","value":null}],"order_by":[{"column":"id"}]}""", """{"rows":[{"id":1},{"id":3}],"more":false}""")]
    [InlineData("""{"columns":["id"],"where":[{"column":"id","op":"in","value":[3,"1",77]}],"order_by":[{"column":"id"}]}""", """{"rows":[{"id":1},{"id":3}],"more":false}""")]
    [InlineData("""{"columns":["id"],"where":[{"column":"name","op":"ilike","value":"%ZO%"}]}""", """{"rows":[{"id":3}],"more":false}""")]
    [InlineData("""{"columns":["id"],"where":[{"column":"age","op":"like","value":"3_"}]}""", """{"rows":[{"id":1}],"more":false}""")]
    [InlineData("""{"columns":["id"],"where":[{"column":"id","op":"<","value":0}]}""", """{"rows":[],"more":false}""")]
    public async Task Rows_are_filtered_ordered_and_limited(string arguments, string result)
    {
        await using var offer = await OfferAsync();

        (await offer.ResultAsync("query_users", arguments)).Should().Be(result);
    }

    [FactWithPostgres]
    public async Task Rows_are_counted()
    {
        await using var offer = await OfferAsync();

        (await offer.ResultAsync("count_users", "{}")).Should().Be("""{"count":3}""");
        (await offer.ResultAsync("count_users", """{"where":[{"column":"age","op":">","value":36}]}""")).Should().Be("""{"count":1}""");
    }

    [FactWithPostgres]
    public async Task Every_type_is_exact()
    {
        await using var offer = await OfferAsync();

        (await offer.ResultAsync("query_kinds", "{}")).Should().Be(
            """
            {"rows":[{"n":12345678901234567890.1234567890,"nan":"NaN","big":9223372036854775807,"f":0.1,"inf":"Infinity","b":true,"at":"2026-01-02T03:04:05.678901+00:00","day":"2026-01-02","bytes":"\\x00ff","list":[1,null,3],"j":{"a": [1, {"b": 1.50}]},"u":"00000000-0000-0000-0000-000000000001","e":"red","r":"[1,5)","none":null}],"more":false}
            """);
    }

    [TheoryWithPostgres]
    [InlineData("""{"sql":"DROP TABLE users"}""", "There is an unknown argument. Known are: columns, where, order_by, limit.")]
    [InlineData("""{"columns":["id\" FROM users; DROP TABLE users; --"]}""", "columns must name columns of the table. They are: id, name, age.")]
    [InlineData("""{"columns":["secret"]}""", "columns must name columns of the table. They are: id, name, age.")]
    [InlineData("""{"columns":"id"}""", "columns must be a list of at most 20 items.")]
    [InlineData("""{"columns":[7]}""", "columns must name columns of the table. They are: id, name, age.")]
    [InlineData("""{"where":[{"column":"id = 1 OR 1","op":"=","value":1}]}""", "where must name columns of the table. They are: id, name, age.")]
    [InlineData("""{"where":[{"column":"id","op":"= 1 OR id =","value":1}]}""", "op must be one of =, !=, <, <=, >, >=, like, ilike, in.")]
    [InlineData("""{"where":[{"column":"id","op":"=","value":{"$sql":"1"}}]}""", "value must be a text, a number, true or false; a list for the op in; null for = and != only.")]
    [InlineData("""{"where":[{"column":"id","op":"=","value":"1 OR 1=1"}]}""", "The database refused the query (22P02): invalid input syntax for type integer: \"1 OR 1=1\". Change the query.")]
    [InlineData("""{"where":[{"column":"id","op":"in","value":[]}]}""", "value must be a list of 1 to 100 values for the op in.")]
    [InlineData("""{"where":[{"column":"id","op":"in","value":["1) OR (1=1"]}]}""", "The database refused the query (22P02): invalid input syntax for type integer: \"1) OR (1=1\". Change the query.")]
    [InlineData("""{"where":[{"column":"name","op":"=","value":"\ud800"}]}""", "value is no text that can be stored.")]
    [InlineData("""{"where":[{"column":"id","op":"=","value":1,"or":"1=1"}]}""", "There is an unknown field of where. Known are: column, op, value.")]
    [InlineData("""{"order_by":[{"column":"id; DROP TABLE users"}]}""", "order_by must name columns of the table. They are: id, name, age.")]
    [InlineData("""{"order_by":[{"column":"id","descending":"DESC; DROP TABLE users"}]}""", "descending must be true or false.")]
    [InlineData("""{"limit":"1; DROP TABLE users"}""", "limit must be a whole number from 1 to 200.")]
    [InlineData("""{"limit":201}""", "limit must be a whole number from 1 to 200.")]
    [InlineData("""{"limit":1.5}""", "limit must be a whole number from 1 to 200.")]
    public async Task No_field_of_the_arguments_gets_into_the_SQL(string arguments, string error)
    {
        await using var offer = await OfferAsync();

        (await offer.ErrorAsync("query_users", arguments)).Should().Be(error);
        (await offer.ResultAsync("count_users", "{}")).Should().Be("""{"count":3}""");
    }

    [FactWithPostgres]
    public async Task A_value_that_looks_like_SQL_is_a_value()
    {
        await using var offer = await OfferAsync();

        (await offer.ResultAsync("count_users", """{"where":[{"column":"name","op":"=","value":"O'Hara \"x\""}]}""")).Should().Be("""{"count":1}""");
        (await offer.ResultAsync("count_users", """{"where":[{"column":"name","op":"=","value":"'; DROP TABLE users; --"}]}""")).Should().Be("""{"count":0}""");
    }

    [FactWithPostgres]
    public async Task A_table_whose_name_holds_quotes_and_SQL_has_a_safe_name_and_is_read()
    {
        await using var offer = await OfferAsync();
        var name = offer.Tools.Select(tool => tool.Name).Single(name => name.StartsWith("query_we_ird", StringComparison.Ordinal));

        name.Should().MatchRegex("^query_we_ird__DROP_TABLE_users_[0-9a-f]{8}$");
        (await offer.ResultAsync(name, """{"where":[{"column":"a \"b","op":"=","value":7}]}""")).Should().Be("""{"rows":[{"a \"b":7}],"more":false}""");
    }

    [FactWithPostgres]
    public async Task A_query_reads_only_and_has_its_limits_on_the_server()
    {
        await using var offer = await OfferAsync();

        (await offer.ResultAsync("query_settings", "{}")).Should().Be("""{"rows":[{"read_only":"on","statement_timeout":"10s","zone":"UTC"}],"more":false}""");
        (await offer.ErrorAsync("query_writing", "{}")).Should().Be("The database refused the query (25006): cannot execute INSERT in a read-only transaction. Change the query.");
        (await shop.Server.CountAsync("SELECT count(*) FROM users")).Should().Be(3);
    }

    [FactWithPostgres]
    public async Task A_huge_table_is_bounded_in_rows_bytes_and_the_length_of_a_value()
    {
        await using var offer = await OfferAsync();

        var rows = (await offer.CallAsync("query_huge", """{"order_by":[{"column":"id"}],"limit":200,"columns":["id","body"]}""")).Result;
        var one = (await offer.CallAsync("query_huge", """{"where":[{"column":"id","op":"=","value":0}]}""")).Result;

        rows.GetRawText().Length.Should().BeLessThan(257 * 1024);
        rows.GetProperty("more").GetBoolean().Should().BeTrue();
        rows.GetProperty("rows").GetArrayLength().Should().BeInRange(50, 130);
        rows.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetInt32()).Should().BeInAscendingOrder();
        rows.GetProperty("note").GetString().Should().MatchRegex("^Only the first [0-9]+ rows are here, because more would be longer than 256 KiB. Ask for fewer columns.$");
        one.GetProperty("rows")[0].GetProperty("body").GetString().Should().MatchRegex("^x{4096} … \\[cut: 1000000 characters in all\\]$");
        (await offer.ResultAsync("count_huge", "{}")).Should().Be("""{"count":20001}""");
    }

    [TheoryWithPostgres]
    [InlineData("j")]
    [InlineData("half")]
    [InlineData("twice")]
    public async Task JSON_that_PostgreSQL_takes_and_no_answer_can_hold_is_told(string column)
    {
        await using var offer = await OfferAsync();

        (await offer.ErrorAsync("query_deep", $$"""{"columns":["{{column}}"]}""")).Should().Be(
            "A column holds JSON that can't be read here: it must be at most 48 levels deep, without half characters, and no name twice in an object. Ask for the other columns only.");
        (await offer.ResultAsync("query_deep", """{"columns":["fine"]}""")).Should().Be("""{"rows":[{"fine":1}],"more":false}""");
    }

    [FactWithPostgres]
    public async Task A_cancelled_turn_cancels_the_query_on_the_server()
    {
        using var turn = new CancellationTokenSource();
        await using var offer = await OfferAsync();

        var call = offer.CallAsync("query_slow", "{}", turn.Token);
        await Eventually.HoldsAsync(async () => await SleepersAsync() == 1, "the query runs");
        await turn.CancelAsync();

        await ((Func<Task>)(() => call.Soon())).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.HoldsAsync(async () => await SleepersAsync() == 0, "the query is cancelled");
        (await offer.ResultAsync("count_users", "{}")).Should().Be("""{"count":3}""");
    }

    private Task<long> SleepersAsync() => shop.Server.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");

    private Task<ToolOffer> OfferAsync()
    {
        _world.Attach(shop.Server.Reader);
        return _world.OfferAsync();
    }

    /// <summary>A database with tables of every sort.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        private const string Sql = """"
            CREATE TABLE users (id int PRIMARY KEY, name text, age int, secret text);
            INSERT INTO users VALUES (1, 'Ada', 36, 'a'), (2, 'O''Hara "x"', NULL, 'b'), (3, 'Zoë', 41, 'c');
            GRANT SELECT (id, name, age) ON users TO reader;
            CREATE TABLE hidden (id int);
            CREATE TABLE "we""ird; DROP TABLE users" ("a ""b" int);
            INSERT INTO "we""ird; DROP TABLE users" VALUES (7), (8);
            CREATE TYPE color AS ENUM ('red');
            CREATE TABLE kinds AS SELECT 12345678901234567890.1234567890::numeric AS n, 'NaN'::numeric AS nan, 9223372036854775807::bigint AS big,
                0.1::float8 AS f, 'Infinity'::float8 AS inf, true AS b, '2026-01-02 04:04:05.678901+01'::timestamptz AS at, '2026-01-02'::date AS day,
                '\x00ff'::bytea AS bytes, ARRAY[1, NULL, 3] AS list, '{"a": [1, {"b": 1.50}]}'::json AS j, '00000000-0000-0000-0000-000000000001'::uuid AS u,
                'red'::color AS e, '[1,5)'::int4range AS r, NULL::text AS none;
            CREATE TABLE huge AS SELECT g AS id, repeat('x', 3000) AS body FROM generate_series(1, 20000) g;
            INSERT INTO huge VALUES (0, repeat('x', 1000000));
            CREATE TABLE deep AS SELECT (repeat('[', 100) || repeat(']', 100))::json AS j, '"\ud800"'::json AS half, '{"a":1,"a":2}'::json AS twice, 1 AS fine;
            CREATE VIEW slow AS SELECT pg_sleep(3600)::text AS slept;
            CREATE VIEW settings AS SELECT current_setting('transaction_read_only') AS read_only, current_setting('statement_timeout') AS statement_timeout, current_setting('TimeZone') AS zone;
            CREATE FUNCTION write_it() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'INSERT INTO users VALUES (99) RETURNING id';
            CREATE VIEW writing AS SELECT write_it() AS written;
            GRANT SELECT ON "we""ird; DROP TABLE users", kinds, huge, deep, slow, settings, writing TO reader;
            ALTER ROLE reader SET TimeZone = 'America/New_York';
            ALTER ROLE reader SET bytea_output = 'escape';
            """";

        public PostgresServer Server { get; } = new();

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            if (PostgresServer.WhyNot is null)
            {
                await Server.ExecuteAsync(Sql);
            }
        }

        public Task DisposeAsync() => Server.DisposeAsync().AsTask();
    }
}
