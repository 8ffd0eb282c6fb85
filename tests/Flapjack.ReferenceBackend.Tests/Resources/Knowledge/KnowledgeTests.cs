using Flapjack.ReferenceBackend.Resources.Knowledge;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

public sealed class KnowledgeTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private string Org => backend.Backend.OrgId;

    [Fact]
    public async Task A_document_is_uploaded_listed_and_deleted_as_documented()
    {
        var agent = await backend.CreateAgentAsync();

        var uploaded = await Upload.SendAsync(backend.Client, "agent", agent.ToUpperInvariant(), "Pancakes are flat.", "pan cakes.md", "Über \"Pancakes\"");

        uploaded.Status.Should().Be(201, uploaded.Body);
        var id = uploaded.Text("id");
        uploaded.Body.Should().Be($$"""{"id":"{{id}}","title":"Über \"Pancakes\"","chunks":1}""");
        var list = await ListAsync("agent", agent);
        list.Status.Should().Be(200);
        var document = list.Json.EnumerateArray().Should().ContainSingle().Subject;
        document.EnumerateObject().Select(field => field.Name).Should().Equal("id", "title", "source_ref", "chunk_count", "created_at");
        document.GetProperty("id").GetString().Should().Be(id);
        document.GetProperty("source_ref").GetString().Should().Be("pan cakes.md");
        document.GetProperty("chunk_count").GetInt32().Should().Be(1);
        document.GetProperty("created_at").GetString().Should().EndWith("Z");

        var deleted = await backend.DeleteAsync($"/api/knowledge/{id.ToUpperInvariant()}");

        (deleted.Status, deleted.Body).Should().Be((200, """{"ok":true}"""));
        (await ListAsync("agent", agent)).Body.Should().Be("[]");
        (await backend.DeleteAsync($"/api/knowledge/{id}")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Each_scope_has_its_own_documents()
    {
        var agents = new[] { await backend.CreateAgentAsync(), await backend.CreateAgentAsync() };
        var thread = AddThread(agents[0]);
        foreach (var (type, id) in new[] { ("agent", agents[0]), ("agent", agents[1]), ("thread", thread), ("org", Org) })
        {
            (await Upload.SendAsync(backend.Client, type, id, "A text.", title: $"of {type} {id}")).Status.Should().Be(201);
        }

        foreach (var (type, id) in new[] { ("agent", agents[0]), ("agent", agents[1]), ("thread", thread), ("org", Org) })
        {
            (await ListAsync(type, id)).Json.EnumerateArray().Select(document => document.GetProperty("title").GetString()).Should().Equal($"of {type} {id}");
        }
    }

    [Fact]
    public async Task An_organization_whose_id_is_in_upper_case_has_documents_too()
    {
        var org = Guid.NewGuid().ToString().ToUpperInvariant();
        var client = backend.ClientOf(backend.Backend.CreateApiKey(org));

        var uploaded = await Upload.SendAsync(client, "org", org, "A text.");

        uploaded.Status.Should().Be(201, uploaded.Body);
        (await TestBackend.SendAsync(client, HttpMethod.Get, $"/api/knowledge?scopeType=org&scopeId={org}")).Body.Should().Contain(uploaded.Text("id"));
    }

    [Fact]
    public async Task A_scope_of_another_organization_is_forbidden_and_an_unknown_scope_not_found()
    {
        var agent = await backend.CreateAgentAsync();
        var thread = AddThread(agent);
        var stranger = backend.StrangerOf();
        foreach (var (type, id, status, code) in new[]
        {
            ("agent", agent, 403, "FORBIDDEN"), ("thread", thread, 403, "FORBIDDEN"), ("org", Org, 403, "FORBIDDEN"), ("org", Guid.NewGuid().ToString(), 403, "FORBIDDEN"),
            ("agent", Guid.NewGuid().ToString(), 404, "NOT_FOUND"), ("thread", Guid.NewGuid().ToString(), 404, "NOT_FOUND"),
        })
        {
            (await Upload.SendAsync(stranger, type, id, "A text.")).ShouldBeRefused(status, code);
            (await TestBackend.SendAsync(stranger, HttpMethod.Get, $"/api/knowledge?scopeType={type}&scopeId={id}")).ShouldBeRefused(status, code);
        }

        (await Upload.SendAsync(backend.Anonymous, "agent", agent, "A text.")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await ListAsync("agent", agent)).Body.Should().Be("[]");
    }

    [Theory]
    [InlineData("", "INVALID_SCOPE_TYPE")]
    [InlineData("?scopeType=team&scopeId=00000000-0000-0000-0000-000000000000", "INVALID_SCOPE_TYPE")]
    [InlineData("?scopeType=agent", "INVALID_SCOPE_ID")]
    [InlineData("?scopeType=agent&scopeId=a1", "INVALID_SCOPE_ID")]
    public async Task A_list_needs_a_scope(string query, string code) => (await backend.GetAsync("/api/knowledge" + query)).ShouldBeRefused(400, code);

    [Fact]
    public async Task With_an_agent_go_the_documents_of_the_agent_and_of_its_threads()
    {
        var agent = await backend.CreateAgentAsync();
        var thread = AddThread(agent);
        var ids = new List<string>();
        foreach (var (type, id) in new[] { ("agent", agent), ("thread", thread) })
        {
            ids.Add((await Upload.SendAsync(backend.Client, type, id, "Zyzzyva is a weevil.")).Text("id"));
        }

        (await backend.DeleteAsync($"/api/agents/{agent}")).Status.Should().BeInRange(200, 204);

        foreach (var id in ids)
        {
            (await backend.DeleteAsync($"/api/knowledge/{id}")).ShouldBeRefused(404, "NOT_FOUND");
        }

        Count("SELECT count(*) FROM document_chunks WHERE text LIKE 'Zyzzyva%'").Should().Be(0);
        Count("SELECT count(*) FROM document_index WHERE document_index MATCH 'zyzzyva'").Should().Be(0);
    }

    [Fact]
    public async Task Documents_survive_a_restart_and_an_upload_that_was_cut_leaves_nothing()
    {
        using var folder = new TempFolder();
        string org, before;
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            org = first.Backend.OrgId;
            await Upload.SendAsync(first.Client, "org", org, "Syrup is sweet.");
            // As if the process had been killed between two pieces of a document.
            first.Backend.Store().Write(db => db.Execute(
                """
                INSERT INTO documents SELECT 'cut', org_id, NULL, NULL, created_at, title, source_ref, 2, 0 FROM documents LIMIT 1;
                INSERT INTO document_chunks (document_id, position, scope, text) VALUES ('cut', 0, 'x', 'Halfway.');
                """));
            before = (await TestBackend.SendAsync(first.Client, HttpMethod.Get, $"/api/knowledge?scopeType=org&scopeId={org}")).Body;
        }

        before.Should().Contain("Notes").And.NotContain("cut");
        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);
        (await TestBackend.SendAsync(second.Client, HttpMethod.Get, $"/api/knowledge?scopeType=org&scopeId={org}")).Body.Should().Be(before);
        var search = new DocumentSearch(second.Backend.Store());
        search.Find(org, [new("org", org)], "syrup", 5).Should().ContainSingle().Which.Text.Should().Be("Syrup is sweet.");
        second.Backend.Store().Read(db => db.QuerySingle("SELECT count(*) FROM document_chunks", row => row.GetInt32(0))).Should().Be(1);
    }

    [Fact]
    public async Task A_file_may_be_as_large_as_the_limit_and_no_larger()
    {
        await using var small = await TestBackend.StartAsync(options => options.MaxDocumentBytes = 5_000_000);
        var org = small.Backend.OrgId;

        var fits = await Upload.SendAsync(small.Client, "org", org, new string('a', 5_000_000));
        var announced = await Upload.SendAsync(small.Client, "org", org, new byte[6_000_000], "x.txt");
        // One byte more, which only the counting of the file finds.
        var counted = await Upload.SendAsync(small.Client, "org", org, new string('a', 5_000_001));

        fits.Status.Should().Be(201, fits.Body);
        foreach (var refused in new[] { announced, counted })
        {
            refused.ShouldBeRefused(413, "FILE_TOO_LARGE");
            refused.Text("detail").Should().Contain("5000000 bytes");
        }

        (await TestBackend.SendAsync(small.Client, HttpMethod.Get, $"/api/knowledge?scopeType=org&scopeId={org}")).Json.GetArrayLength().Should().Be(1);
    }

    private Task<HttpAnswer> ListAsync(string type, string id) => backend.GetAsync($"/api/knowledge?scopeType={type}&scopeId={id}");

    private int Count(string sql) => backend.Backend.Store().Read(db => db.QuerySingle(sql, row => row.GetInt32(0)));

    private string AddThread(string agent)
    {
        var id = Guid.NewGuid().ToString();
        backend.Backend.Store().Write(db => db.Execute(
            "INSERT INTO threads (id, org_id, created_at, updated_at, agent_id, document) SELECT $id, org_id, 0, 0, id, '{}' FROM agents WHERE id = $agent",
            ("$id", id),
            ("$agent", agent)));
        return id;
    }
}
