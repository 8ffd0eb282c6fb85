using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Bootstrap;

/// <summary>A backend that clones a local repository, and a client of it.</summary>
public sealed class RepositoryRoom : IAsyncLifetime, IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private LocalRepository? _repository;

    public FlapjackBackend Backend { get; private set; } = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _repository = await LocalRepository.CreateAsync();
        Backend = await FlapjackBackend.StartAsync(_repository.Rewrites());
        Client = Backend.CreateClient();
    }

    public Latch NewLatch() => new(_folder);

    /// <summary>The path of a file outside of every computer, which is not there yet.</summary>
    public string NewFile() => _folder[Guid.NewGuid().ToString("N")];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Backend.DisposeAsync();
        _repository?.Dispose();
        _folder.Dispose();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
}
