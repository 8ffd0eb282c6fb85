namespace Flapjack.ReferenceBackend.Tests.Api;

public sealed class FromTemplateTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_new_agent_is_answered_with_201_and_nothing_but_the_fields_of_the_contract()
    {
        var answer = await backend.CreateAsync("""{"name":"Grocery Tracker v2","template":"blank"}""");

        var (agent, run) = (answer.Text("agent", "id"), answer.Text("bootstrapRunId"));
        answer.Status.Should().Be(201);
        answer.ContentType.Should().Be("application/json; charset=utf-8");
        answer.Body.Should().Be($$$"""
            {
              "agent":{"id":"{{{agent}}}","org_id":"{{{backend.Backend.OrgId}}}","name":"Grocery Tracker v2"},
              "computer":{"agent_id":"{{{agent}}}","status":"bootstrapping"},
              "bootstrapRunId":"{{{run}}}",
              "template":"blank",
              "sandbox":{"agent_id":"{{{agent}}}","status":"bootstrapping"}
            }
            """.OnOneLine());
    }

    [Fact]
    public async Task Every_id_is_a_uuid()
    {
        var answer = await backend.CreateAsync("""{"template":"blank"}""");

        string[] ids = [answer.Text("agent", "id"), answer.Text("agent", "org_id"), answer.Text("bootstrapRunId")];

        ids.Should().OnlyContain(id => Guid.Parse(id).ToString("D") == id);
    }

    [Theory]
    [InlineData("blank")]
    [InlineData("node-playwright")]
    [InlineData("python-jupyter")]
    [InlineData("nextjs-fullstack")]
    [InlineData("rust-cargo")]
    public async Task Each_template_is_known_and_lends_its_name_to_an_agent_without_one(string template)
    {
        var answer = await backend.CreateAsync($$"""{"template":"{{template}}"}""");

        answer.Status.Should().Be(201, answer.Body);
        answer.Text("template").Should().Be(template);
        answer.Text("agent", "name").Should().Be(template);
    }

    [Theory]
    [InlineData("""{"template":"blank","name":null,"repo":null,"envVars":null,"sizeClass":null,"webhookUrl":null,"externalAppId":null}""")]
    [InlineData("""{"template":"blank","unknown":{"deep":[1,2,3]},"Template":"nonsense"}""")]
    [InlineData("""{"template":"nonsense","template":"blank"}""")]
    [InlineData("""{"\u0074emplate":"bl\u0061nk"}""")]
    [InlineData("""  {"template":"blank","envVars":[]}  """)]
    [InlineData("\uFEFF{\"template\":\"blank\"}")]
    public async Task Whatever_JSON_allows_is_taken(string body)
    {
        var answer = await backend.CreateAsync(body);

        answer.Status.Should().Be(201, answer.Body);
    }

    [Fact]
    public async Task A_name_comes_back_as_it_was_sent()
    {
        const string Name = "Ünïcödé 🥞 <b>&\"'\\ 行";

        var answer = await backend.CreateAsync($$"""{"template":"blank","name":{{TestBackend.Quoted(Name)}}}""");

        answer.Text("agent", "name").Should().Be(Name);
    }

    [Theory]
    [InlineData("https://github.com/acme/grocery")]
    [InlineData("https://github.com/acme/grocery.git")]
    [InlineData("https://github.com/a-1/b_c.d-e")]
    public async Task A_repository_on_github_is_taken(string url)
    {
        await using var closed = await TestBackend.StartAsync(options => options.RepositoryRewrites[url] = "/nowhere");

        var answer = await closed.CreateAsync($$$"""{"template":"blank","repo":{"url":"{{{url}}}","branch":"feature/x"}}""");

        answer.Status.Should().Be(201, answer.Body);
    }

    [Theory]
    [InlineData(ComputerNaming.Both, "agent,computer,bootstrapRunId,template,sandbox")]
    [InlineData(ComputerNaming.Computer, "agent,computer,bootstrapRunId,template")]
    [InlineData(ComputerNaming.Sandbox, "agent,bootstrapRunId,template,sandbox")]
    public async Task The_computer_goes_by_the_names_that_the_option_allows(ComputerNaming naming, string fields)
    {
        await using var named = await TestBackend.StartAsync(options => options.Naming = naming);

        var answer = await named.CreateAsync("""{"template":"blank"}""");

        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal(fields.Split(','));
    }
}
