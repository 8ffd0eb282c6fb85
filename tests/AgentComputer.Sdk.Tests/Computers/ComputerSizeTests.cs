using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Computers;

public sealed class ComputerSizeTests : WireTest
{
    private const string Resize = "/v1/computers/c1/actions/resize";

    [Fact]
    public async Task Sizes_of_ones_own_are_sent_as_custom()
    {
        Wire.Answers("/v1/computers", new Answer(202, "{}"));
        Wire.Answers(Resize, new Answer(202, "{}"));
        Wire.Answers("/v1/computer-capacity/check", "{}");

        await Client.CreateComputerAsync(new() { RequestedMemoryMib = 4096, RequestedStorageBytes = 10_737_418_240 }).Soon();
        await Client.ResizeComputerAsync("c1", new() { SizePreset = "custom", RequestedMemoryMib = 4096, RequestedStorageBytes = 10_737_418_240 }).Soon();
        await Client.CheckComputerCapacityAsync(new() { RequestedMemoryMib = 4096, RequestedStorageBytes = 10_737_418_240, ComputerId = "c1" }).Soon();

        Wire.Requests.Select(request => request.Body).Should().BeEquivalentTo(
            """{"source":{"kind":"image","image_id":""},"size_preset":"custom","requested_memory_mib":4096,"requested_storage_bytes":10737418240}""",
            """{"size_preset":"custom","requested_memory_mib":4096,"requested_storage_bytes":10737418240}""",
            """{"size_preset":"custom","requested_memory_mib":4096,"requested_storage_bytes":10737418240,"computer_id":"c1"}""");
    }

    [Theory]
    [InlineData(null, 4096, null, "RequestedMemoryMib needs RequestedStorageBytes*")]
    [InlineData(null, null, 1L, "RequestedStorageBytes needs RequestedMemoryMib*")]
    [InlineData("custom", null, null, "SizePreset custom needs*")]
    [InlineData("custom", 4096, null, "RequestedMemoryMib needs RequestedStorageBytes*")]
    [InlineData("ram-2g", 4096, 1L, "SizePreset must not be set beside*")]
    [InlineData("ram-2g", 4096, null, "RequestedMemoryMib needs RequestedStorageBytes*")]
    [InlineData(null, 0, 1L, "RequestedMemoryMib must be more than zero*")]
    [InlineData(null, 1, -1L, "RequestedStorageBytes must be more than zero*")]
    [InlineData("", null, null, "SizePreset must not be empty*")]
    public void Half_a_size_is_refused_before_anything_is_sent(string? preset, int? memory, long? storage, string message)
    {
        Action[] calls =
        [
            () => Client.CreateComputerAsync(new() { SizePreset = preset, RequestedMemoryMib = memory, RequestedStorageBytes = storage }),
            () => Client.ResizeComputerAsync("c1", new() { SizePreset = preset, RequestedMemoryMib = memory, RequestedStorageBytes = storage }),
            () => Client.CheckComputerCapacityAsync(new() { SizePreset = preset, RequestedMemoryMib = memory, RequestedStorageBytes = storage }),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithMessage(message).WithParameterName("request"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_resize_names_a_preset()
    {
        Wire.Answers(Resize, new Answer(202, """{"computer":{"id":"c1","state":"updating"},"operation":{"id":"o1"}}"""));

        var change = await Client.ResizeComputerAsync("c1", new() { SizePreset = "ram-8g" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Resize, """{"size_preset":"ram-8g"}"""));
        (change.Computer.State, change.Operation!.Id).Should().Be((ComputerState.Updating, "o1"));
    }

    [Fact]
    public async Task The_presets_are_listed_without_the_key()
    {
        Wire.Answers("/v1/computer-size-presets", """{"presets":[{"id":"ram-2g","label":"2 GB","memory_mib":2048,"storage_bytes":5368709120,"vcpus":2},{"id":"ram-4g","memory_mib":[]}]}""");

        var presets = await Client.ListComputerSizePresetsAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Header("Authorization")).Should().Be(("GET", "/v1/computer-size-presets", null));
        presets.Select(preset => (preset.Id, preset.Label, preset.MemoryMib, preset.StorageBytes)).Should().Equal(("ram-2g", "2 GB", 2048, 5_368_709_120), ("ram-4g", null, 0, 0));
        presets[0].AdditionalProperties.Should().ContainKey("vcpus");
    }

    [Fact]
    public async Task The_capacity_is_read_bare()
    {
        Wire.Answers("/v1/computer-capacity/check", """
            {"available":false,"requested_memory_mib":2048,"requested_storage_bytes":5,"size_preset":"ram-2g","available_memory_mib":1,"available_storage_bytes":2,"max_memory_mib":3,
             "max_storage_bytes":4,"configured_hosts":6,"matching_hosts":0,"reason_code":"full","resource_limits":{"default_vcpus":2},"zone":"a"}
            """);

        var capacity = await Client.CheckComputerCapacityAsync(new() { SizePreset = "ram-2g", ExcludeComputerId = "c2" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", "/v1/computer-capacity/check", """{"size_preset":"ram-2g","exclude_computer_id":"c2"}"""));
        capacity.Should().BeEquivalentTo(new
        {
            Available = false,
            RequestedMemoryMib = 2048,
            RequestedStorageBytes = 5L,
            SizePreset = "ram-2g",
            AvailableMemoryMib = 1,
            AvailableStorageBytes = 2L,
            MaxMemoryMib = 3,
            MaxStorageBytes = 4L,
            ConfiguredHosts = 6,
            MatchingHosts = 0,
            ReasonCode = "full",
        });
        capacity.ResourceLimits!.DefaultVcpus.Should().Be(2);
        capacity.AdditionalProperties.Should().ContainKey("zone");
    }
}
