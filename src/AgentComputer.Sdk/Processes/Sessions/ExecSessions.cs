using Shared.Wire.Http;

namespace AgentComputer.Sdk;

/// <summary>
/// The access sessions for the processes of one computer, one after another. A session that is due is followed by the next, and is not revoked:
/// whether that would end the streams that it opened is not documented. All of them are revoked in the end.
/// </summary>
/// <param name="client">Creates and revokes sessions.</param>
/// <param name="http">What the client sends with.</param>
/// <param name="computerId">The computer's id.</param>
/// <param name="seconds">For how long to ask; null for the service's own time.</param>
internal sealed class ExecSessions(AgentComputerClient client, WireHttp http, string computerId, int? seconds) : IAsyncDisposable
{
    private static readonly TimeSpan RevokeLimit = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _renewing = new(1);
    private readonly List<ExecSession> _open = [];
    private volatile ExecSession? _current;

    public TimeProvider Clock => http.Settings.TimeProvider;

    /// <summary>The session to use now.</summary>
    /// <exception cref="AgentComputerException">There is none, and none could be made.</exception>
    public Task<ExecSession> CurrentAsync(CancellationToken cancellationToken) =>
        _current is { IsDue: false } current ? Task.FromResult(current) : RenewAsync(_current, cancellationToken);

    /// <summary>Makes a session in place of another, unless somebody else has just done so.</summary>
    public async Task<ExecSession> RenewAsync(ExecSession? old, CancellationToken cancellationToken)
    {
        http.ThrowIfDisposed();
        await _renewing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is { } other && other != old)
            {
                return other;
            }

            _open.RemoveAll(session => session.IsOver);
            var made = await CreateAsync(cancellationToken).ConfigureAwait(false);
            _open.Add(made);
            return _current = made;
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>Revokes the sessions. A failure is ignored: the sessions expire by themselves.</summary>
    public async ValueTask DisposeAsync()
    {
        await _renewing.WaitAsync().ConfigureAwait(false);
        using var limit = new CancellationTokenSource(RevokeLimit, http.Settings.TimeProvider);
        foreach (var session in _open.Where(session => !session.IsOver && session.Id.Length > 0))
        {
            try
            {
                await client.DeleteAccessSessionAsync(computerId, session.Id, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AgentComputerException or OperationCanceledException or ObjectDisposedException)
            {
                // It expires.
            }
        }

        _renewing.Dispose();
    }

    private async Task<ExecSession> CreateAsync(CancellationToken cancellationToken)
    {
        var began = http.Settings.TimeProvider.GetTimestamp();
        var session = await client.CreateAccessSessionAsync(
            computerId, new() { Kind = AccessSessionKind.Exec, TtlSeconds = seconds }, cancellationToken).ConfigureAwait(false);
        LearnSecretsOf(session);
        var settings = http.Settings.At(AddressOf(session), TokenOf(session), "the access session of the computer's processes", ProcessDialect.Value);
        return new(session.Id, http.To(settings), LifetimeOf(session), began);
    }

    // The address holds a token of its own, or the same.
    private void LearnSecretsOf(AccessSession session)
    {
        foreach (var field in (session.AccessUrl?.Split('?', 2) is [_, var query] ? query : "").Split('&', '#'))
        {
            if (field.Split('=', 2) is [_, var value])
            {
                http.Settings.Redaction.Learn(Uri.UnescapeDataString(value));
            }
        }
    }

    private string TokenOf(AccessSession session) =>
        session.ConnectToken?.Trim() is { Length: > 0 } token && token.All(c => c is > ' ' and < '\x7f') ? token
        : throw new AgentComputerProtocolException(Message(session, "no connect_token that a header can carry"));

    private Uri AddressOf(AccessSession session)
    {
        if (!Uri.TryCreate(session.ConnectUrl, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new AgentComputerProtocolException(Message(session, "no connect_url that is an http or https address"));
        }

        // A token that came by https must not leave without it.
        if (address.Scheme == Uri.UriSchemeHttp && http.Settings.BaseAddress.Scheme == Uri.UriSchemeHttps && !Loopback.Is(address))
        {
            throw new AgentComputerProtocolException(Message(session, "a connect_url without https, although the API itself has https"));
        }

        return new(address.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }

    /// <summary>How long the session lasts. The two times of the service's own clock tell it, even if that clock is wrong.</summary>
    private TimeSpan? LifetimeOf(AccessSession session) => session.ExpiresAt is not { } end ? null
        : session.CreatedAt is { } start && end > start ? end - start
        : end - http.Settings.TimeProvider.GetUtcNow();

    private string Message(AccessSession session, string what) =>
        http.Settings.Redaction.Message($"The access session {session.Id} for the processes of computer {computerId} came with {what}.");
}
