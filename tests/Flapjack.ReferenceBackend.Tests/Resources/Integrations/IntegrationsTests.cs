using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

public sealed class IntegrationsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string Secret = "s3cret-of-the-database";
    private const string Body = $$"""{"name":"Sales","kind":"postgres","connectionString":"postgres://app:{{Secret}}@db.example.com/sales"}""";

    [Fact]
    public async Task An_integration_is_created_read_and_listed_without_its_connection_string()
    {
        var client = backend.StrangerOf();

        var created = await TestBackend.SendAsync(client, HttpMethod.Post, "/api/integrations", Body);

        created.Status.Should().Be(201, created.Body);
        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal("id", "org_id", "name", "kind", "created_at", "updated_at");
        (created.Text("name"), created.Text("kind")).Should().Be(("Sales", "postgres"));
        (await TestBackend.SendAsync(client, HttpMethod.Get, "/api/integrations/" + created.Text("id"))).Body.Should().Be(created.Body);
        (await TestBackend.SendAsync(client, HttpMethod.Get, "/api/integrations")).Body.Should().Be($"[{created.Body}]");
    }

    [Fact]
    public async Task The_database_of_a_Supabase_project_is_an_integration_too() =>
        (await backend.PostAsync("/api/integrations", """{"name":"S","kind":"supabase","connectionString":"x"}""")).Text("kind").Should().Be("supabase");

    [Theory]
    [InlineData("""{"kind":"postgres","connectionString":"s3cret"}""", "INVALID_NAME")]
    [InlineData("""{"name":"x","connectionString":"s3cret"}""", "INVALID_KIND")]
    [InlineData("""{"name":"x","kind":"mysql","connectionString":"s3cret"}""", "INVALID_KIND")]
    [InlineData("""{"name":"x","kind":"postgres"}""", "INVALID_CONNECTION_STRING")]
    [InlineData("""{"name":"x","kind":"postgres","connectionString":""}""", "INVALID_CONNECTION_STRING")]
    [InlineData("""{"name":"x","kind":"postgres","connectionString":["s3cret"]}""", "INVALID_CONNECTION_STRING")]
    public async Task A_wrong_field_is_refused_with_its_code_and_without_the_secret(string body, string code)
    {
        var answer = await backend.PostAsync("/api/integrations", body);

        answer.ShouldBeRefused(400, code);
        answer.Body.Should().NotContain("s3cret");
    }

    [Fact]
    public async Task A_deleted_integration_is_gone()
    {
        var path = "/api/integrations/" + (await backend.PostAsync("/api/integrations", Body)).Text("id");

        var deleted = await backend.DeleteAsync(path);

        (deleted.Status, deleted.Body).Should().Be((204, ""));
        (await backend.GetAsync(path)).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.DeleteAsync(path)).ShouldBeRefused(404, "NOT_FOUND");
    }
}
