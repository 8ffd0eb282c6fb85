using System.Text.Json;
using AgentComputer.ReferenceBackend.Tests.Api;
using AgentComputer.ReferenceBackend.Tests.Resources.SshKeys;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Computers;

public sealed class CreateComputerTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_computer_has_every_field_of_the_wire()
    {
        var created = await backend.PostAsync(
            "/v1/computers",
            """{"source":{"kind":"image","image_id":"local"},"platform":"linux","handle":"every-field","display_name":"All of it","size_preset":"ram-4g"}""");

        created.Status.Should().Be(202, created.Body);
        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal("computer", "operation");
        var id = created.Text("computer", "id");
        created.Text("computer", "state").Should().Be("provisioning");
        created.Text("operation", "kind").Should().Be("computer.create");
        created.Text("operation", "resource_type").Should().Be("computer");
        created.Text("operation", "resource_id").Should().Be(id);
        created.Text("operation", "status").Should().Be("queued");
        var ended = await backend.EndedAsync(created);
        ended.GetProperty("status").GetString().Should().Be("succeeded");
        ended.GetProperty("started_at").ValueKind.Should().Be(JsonValueKind.String);
        ended.GetProperty("error_message").ValueKind.Should().Be(JsonValueKind.Null);

        var shown = await backend.GetAsync($"/v1/computers/{id}");

        shown.Has("operation").Should().BeFalse();
        var times = shown.Of("computer");
        JsonElement.DeepEquals(shown.Of("computer"), JsonElement.Parse(
            $$$"""
            {"id":"{{{id}}}","handle":"every-field","display_name":"All of it","state":"running","image_id":"local","source_kind":"image","source_snapshot_id":null,
             "size_preset":"ram-4g","requested_memory_mib":4096,"requested_storage_bytes":10737418240,
             "primary_url":"http://every-field.localhost/","vnc_url":"http://every-field.localhost/","clerk_org_id":"{{{backend.Backend.WorkspaceId}}}",
             "failure_reason":null,"created_at":"{{{times.GetProperty("created_at").GetString()}}}","updated_at":"{{{times.GetProperty("updated_at").GetString()}}}","deleted_at":null,
             "viewer_access":{"role":"owner","allow_browser":true,"allow_vnc":true,"allow_ssh":true,"can_manage":true,"can_update":true,"can_delete":true,
             "can_manage_shares":true,"can_manage_ports":true,"can_issue_ssh_certificates":true}}
            """)).Should().BeTrue(shown.Body);
        (await backend.GetAsync("/v1/computers")).Of("computers").EnumerateArray().Should().Contain(computer => computer.GetProperty("id").GetString() == id);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"source":{"kind":"image","image_id":""}}""")]
    [InlineData("""{"source":{"kind":"image"},"handle":"","display_name":null,"size_preset":null}""")]
    public async Task A_computer_of_which_nothing_is_said_has_a_readable_handle_the_default_image_and_the_smallest_size(string body)
    {
        var created = await backend.PostAsync("/v1/computers", body);

        created.Status.Should().Be(202, created.Body);
        created.Text("computer", "handle").Should().MatchRegex("^[a-z]+-[a-z]+-[0-9a-f]{4}$");
        created.Text("computer", "display_name").Should().Be(created.Text("computer", "handle"));
        created.Text("computer", "image_id").Should().Be("local");
        created.Text("computer", "size_preset").Should().Be("ram-2g");
        created.Of("computer", "requested_memory_mib").GetInt32().Should().Be(2048);
        created.Of("computer", "requested_storage_bytes").GetInt64().Should().Be(5368709120);
        await backend.SucceededAsync(created);
    }

    [Theory]
    [InlineData("""{"size_preset":"custom","requested_memory_mib":2048,"requested_storage_bytes":5368709120}""", 2048, 5368709120)]
    [InlineData("""{"requested_memory_mib":65536,"requested_storage_bytes":268435456000}""", 65536, 268435456000)]
    [InlineData("""{"requested_memory_mib":3.072e3,"requested_storage_bytes":6442450944}""", 3072, 6442450944)]
    public async Task A_size_may_be_given_by_its_numbers_with_or_without_custom(string body, int memory, long storage)
    {
        var created = await backend.PostAsync("/v1/computers", body);

        created.Status.Should().Be(202, created.Body);
        created.Text("computer", "size_preset").Should().Be("custom");
        created.Of("computer", "requested_memory_mib").GetInt32().Should().Be(memory);
        created.Of("computer", "requested_storage_bytes").GetInt64().Should().Be(storage);
        await backend.SucceededAsync(created);
    }

    [Theory]
    [InlineData("""{"size_preset":"ram-3g"}""", "size_preset")]
    [InlineData("""{"size_preset":"custom"}""", "requested_memory_mib")]
    [InlineData("""{"size_preset":"ram-2g","requested_memory_mib":2048,"requested_storage_bytes":5368709120}""", "size_preset")]
    [InlineData("""{"size_preset":"ram-2g","requested_memory_mib":2048}""", "size_preset")]
    [InlineData("""{"requested_memory_mib":2048}""", "requested_storage_bytes")]
    [InlineData("""{"requested_storage_bytes":5368709120}""", "requested_memory_mib")]
    [InlineData("""{"requested_memory_mib":1024,"requested_storage_bytes":5368709120}""", "requested_memory_mib")]
    [InlineData("""{"requested_memory_mib":66560,"requested_storage_bytes":5368709120}""", "requested_memory_mib")]
    [InlineData("""{"requested_memory_mib":2049,"requested_storage_bytes":5368709120}""", "requested_memory_mib")]
    [InlineData("""{"requested_memory_mib":2048,"requested_storage_bytes":4294967296}""", "requested_storage_bytes")]
    [InlineData("""{"requested_memory_mib":2048,"requested_storage_bytes":269509197824}""", "requested_storage_bytes")]
    [InlineData("""{"requested_memory_mib":2048,"requested_storage_bytes":5368709121}""", "requested_storage_bytes")]
    [InlineData("""{"requested_memory_mib":"2048","requested_storage_bytes":5368709120}""", "requested_memory_mib")]
    [InlineData("""{"handle":"Upper"}""", "handle")]
    [InlineData("""{"handle":"-first"}""", "handle")]
    [InlineData("""{"handle":"under_score"}""", "handle")]
    [InlineData("""{"handle":"two--hyphens"}""", "handle")]
    [InlineData("""{"handle":"line\n"}""", "handle")]
    [InlineData("""{"handle":"a234567890123456789012345678901234567890123456789012345678901234"}""", "handle")]
    [InlineData("""{"platform":"windows"}""", "platform")]
    [InlineData("""{"source":{}}""", "source.kind")]
    [InlineData("""{"source":{"kind":"iso"}}""", "source.kind")]
    [InlineData("""{"source":"image"}""", "source")]
    [InlineData("""{"source":{"kind":"snapshot"}}""", "source.snapshot_id")]
    [InlineData("""{"source":{"kind":"snapshot","snapshot_id":"s","image_id":"local"}}""", "source.image_id")]
    [InlineData("""{"source":{"kind":"image","snapshot_id":"s"}}""", "source.snapshot_id")]
    [InlineData("""{"guest":[]}""", "guest")]
    [InlineData("""{"guest":{"authorized_keys":"ssh-ed25519 AAAA"}}""", "guest.authorized_keys")]
    [InlineData("""{"guest":{"authorized_keys":["ssh-ed25519 AAAA"]}}""", "guest.authorized_keys[0]")]
    public async Task A_field_that_breaks_a_rule_is_refused_by_its_name_and_makes_nothing(string body, string field)
    {
        var before = (await backend.GetAsync("/v1/computers")).Of("computers").GetArrayLength();

        var refused = await backend.PostAsync("/v1/computers", body);

        refused.ShouldBeRefused(400, "invalid_request", field);
        (await backend.GetAsync("/v1/computers")).Of("computers").GetArrayLength().Should().Be(before);
    }

    [Fact]
    public async Task A_handle_may_have_63_characters_and_end_with_a_hyphen()
    {
        var handle = new string('a', 62) + "-";

        var created = await backend.PostAsync("/v1/computers", $$"""{"handle":"{{handle}}"}""");

        created.Status.Should().Be(202, created.Body);
        created.Text("computer", "handle").Should().Be(handle);
        await backend.SucceededAsync(created);
    }

    [Fact]
    public async Task Macos_is_refused_with_a_code_of_its_own() =>
        (await backend.PostAsync("/v1/computers", """{"platform":"macos"}""")).ShouldBeRefused(400, "unsupported_platform", "macos");

    [Theory]
    [InlineData("""{"source":{"kind":"image","image_id":"ubuntu"}}""", "'ubuntu'")]
    [InlineData("""{"source":{"kind":"snapshot","snapshot_id":"none"}}""", "'none'")]
    public async Task An_image_or_a_snapshot_that_is_not_there_is_not_found(string body, string id) =>
        (await backend.PostAsync("/v1/computers", body)).ShouldBeRefused(404, "not_found", id);

    [Fact]
    public async Task A_handle_belongs_to_one_computer_of_a_workspace_and_is_free_when_it_is_deleted()
    {
        var id = await backend.CreateAsync("""{"handle":"taken"}""");
        var stranger = backend.StrangerOf("org_handles");

        (await backend.PostAsync("/v1/computers", """{"handle":"taken"}""")).ShouldBeRefused(409, "conflict", "'taken'");
        await backend.CreateAsync("""{"handle":"taken"}""", stranger);
        await backend.SucceededAsync(await backend.DeleteAsync($"/v1/computers/{id}"));
        await backend.CreateAsync("""{"handle":"taken"}""");
    }

    [Fact]
    public async Task The_authorized_keys_are_in_the_home_of_the_computer_and_only_its_user_can_read_them()
    {
        var id = await backend.CreateAsync($$$"""{"guest":{"authorized_keys":["  {{{TestKeys.Ed25519}}} a comment ","{{{TestKeys.Rsa}}}"]}}""");

        var file = Path.Combine(backend.Backend.DataDirectory, "computers", id, "home", ".ssh", "authorized_keys");
        (await File.ReadAllTextAsync(file)).Should().Be($"{TestKeys.Ed25519} a comment\n{TestKeys.Rsa}\n");
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(file)!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await backend.GetAsync($"/v1/computers/{id}")).Body.Should().NotContain("AAAA");
    }
}
