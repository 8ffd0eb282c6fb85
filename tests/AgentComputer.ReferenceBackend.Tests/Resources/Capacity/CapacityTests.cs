using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Capacity;

public sealed class CapacityTests
{
    private const string Path = "/v1/computer-capacity/check";

    [Fact]
    public async Task The_check_tells_what_is_left_of_this_machine_and_what_computers_were_given()
    {
        await using var backend = await TestBackend.StartAsync();

        var before = await backend.PostAsync(Path, "{}");
        await backend.CreateAsync("""{"size_preset":"ram-2g"}""");
        var after = await backend.PostAsync(Path, """{"size_preset":"ram-4g"}""");

        before.Status.Should().Be(200, before.Body);
        var names = before.Json.EnumerateObject().Select(field => field.Name).Where(name => name != "reason_code");
        names.Should().Equal(
            "available", "requested_memory_mib", "requested_storage_bytes", "size_preset", "available_memory_mib", "available_storage_bytes", "max_memory_mib",
            "max_storage_bytes", "configured_hosts", "matching_hosts", "resource_limits");
        before.Text("size_preset").Should().Be("ram-2g");
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20;
        before.Of("available_memory_mib").GetInt64().Should().Be(total);
        after.Of("available_memory_mib").GetInt64().Should().Be(Math.Max(0, total - 2048));
        after.Of("requested_memory_mib").GetInt64().Should().Be(4096);
        after.Of("resource_limits").EnumerateObject().Select(field => field.Name).Should().Equal(
            "min_memory_mib", "max_memory_mib", "memory_step_mib", "min_storage_bytes", "max_storage_bytes", "storage_step_bytes", "default_vcpus");
    }

    [Fact]
    public async Task What_does_not_fit_is_not_available_and_the_code_says_which_part()
    {
        await using var backend = await TestBackend.StartAsync();
        await backend.CreateAsync("""{"requested_memory_mib":65536,"requested_storage_bytes":5368709120}""");

        var answer = await backend.PostAsync(Path, """{"requested_memory_mib":65536,"requested_storage_bytes":5368709120}""");

        // No machine of the tests has 128 GiB to give.
        (answer.Of("available_memory_mib").GetInt64() < 65536).Should().Be(!answer.Of("available").GetBoolean());
        if (!answer.Of("available").GetBoolean())
        {
            answer.Text("reason_code").Should().Be("insufficient_memory");
            answer.Of("matching_hosts").GetInt32().Should().Be(0);
        }
    }

    [Theory]
    [InlineData("computer_id")]
    [InlineData("exclude_computer_id")]
    public async Task What_a_computer_has_counts_as_free_for_itself_and_for_its_successor(string field)
    {
        await using var backend = await TestBackend.StartAsync();
        var id = await backend.CreateAsync("""{"size_preset":"ram-2g"}""");

        var with = await backend.PostAsync(Path, "{}");
        var without = await backend.PostAsync(Path, $$"""{"{{field}}":"{{id}}"}""");

        (without.Of("available_memory_mib").GetInt64() - with.Of("available_memory_mib").GetInt64()).Should().BeInRange(1, 2048);
        (await backend.PostAsync(Path, $$"""{"{{field}}":"none"}""")).ShouldBeRefused(404, "not_found", "'none'");
    }
}
