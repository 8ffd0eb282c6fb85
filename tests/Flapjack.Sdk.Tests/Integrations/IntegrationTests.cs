using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Integrations;

public sealed class IntegrationTests : WireTest
{
    private const string All = "/api/integrations";
    private const string One = "/api/integrations/i1";
    private const string Json = """{"id":"i1","name":"Sales","kind":"postgres","org_id":"o1","created_at":"2026-05-01T10:00:00Z"}""";

    private static readonly CreateIntegrationRequest Request = new()
    {
        Name = "Sales",
        Kind = IntegrationKind.Postgres,
        ConnectionString = "postgres://app:s3cret@db.example.com/sales",
    };

    [Fact]
    public async Task An_integration_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, Json);

        var integration = await Client.GetIntegrationAsync("i1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (integration.Id, integration.Name, integration.Kind).Should().Be(("i1", "Sales", IntegrationKind.Postgres));
        integration.AdditionalProperties!["org_id"].GetString().Should().Be("o1");
        integration.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Integrations_are_listed()
    {
        Wire.Answers(All, $$"""[{{Json}},{"id":"i2","kind":"supabase"},{}]""");

        var integrations = await Client.ListIntegrationsAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        integrations.Select(integration => (integration.Id, integration.Name, integration.Kind)).Should().Equal(
            ("i1", "Sales", IntegrationKind.Postgres), ("i2", null, IntegrationKind.Supabase), ("", null, null));
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_a_new_kind_is_kept()
    {
        Wire.Answers(All, """[{"id":"i1","name":[],"kind":"mongo"},{"id":"i2","kind":7}]""");

        var integrations = await Client.ListIntegrationsAsync().Soon();

        (integrations[0].Id, integrations[0].Name, integrations[0].Kind!.Value.Value).Should().Be(("i1", null, "mongo"));
        integrations[1].Kind.Should().BeNull();
        integrations[1].AdditionalProperties!["kind"].GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task An_integration_is_created()
    {
        Wire.Answers(All, new Answer(201, Json));

        var integration = await Client.CreateIntegrationAsync(Request).Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("POST", All));
        Wire.Request.Body.Should().Be("""{"name":"Sales","kind":"postgres","connectionString":"postgres://app:s3cret@db.example.com/sales"}""");
        integration.Id.Should().Be("i1");
    }

    [Fact]
    public void A_request_prints_no_connection_string() =>
        Request.ToString().Should().Be("CreateIntegrationRequest { Name = Sales, Kind = postgres, ConnectionString = [hidden] }");

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task An_integration_is_deleted(int status, string body)
    {
        Wire.Answers(One, new Answer(status, body));

        await Client.DeleteIntegrationAsync("i1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task A_connection_string_that_is_refused_is_not_in_the_exception()
    {
        Wire.Answers(All, new Answer(400, """{"error":"INVALID_CONNECTION_STRING","detail":"connectionString must not be blank."}"""));

        var thrown = await Client.Invoking(client => client.CreateIntegrationAsync(Request).Soon()).Should().ThrowAsync<FlapjackValidationException>();

        thrown.Which.ErrorCode.Should().Be("INVALID_CONNECTION_STRING");
        thrown.Which.ToString().Should().NotContain("s3cret");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        Action[] calls = [() => Client.GetIntegrationAsync(id!), () => Client.DeleteIntegrationAsync(id!)];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("integrationId"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_request_is_checked_at_the_call()
    {
        Action empty = () => Client.CreateIntegrationAsync(null!);

        empty.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request");
        Wire.Requests.Should().BeEmpty();
    }
}
