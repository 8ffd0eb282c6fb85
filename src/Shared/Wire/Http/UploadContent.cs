using System.Net.Http.Headers;

namespace Shared.Wire.Http;

/// <summary>The body of one attempt to upload a file. It holds one chunk of the file at a time.</summary>
internal sealed class UploadContent : OneTimeContent
{
    // On a slow link a chunk must leave in less time than the response timeout.
    private const int ChunkBytes = 16 * 1024;

    // Handlers wrap the exception; the mark finds it again.
    private const string Mark = "Wire.CallersFailure";

    private readonly MultipartBody _form;
    private readonly AttemptDeadline _deadline;
    private readonly UploadSource _source;
    private readonly byte[] _beginning;
    private readonly byte[] _end;
    private long _written;

    /// <exception cref="IOException">The file can't be opened.</exception>
    public UploadContent(MultipartBody form, AttemptDeadline deadline, string clientName)
        : base(clientName)
    {
        (_form, _deadline, _beginning, _end) = (form, deadline, form.Beginning, form.End);
        _source = form.File.Open();
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={form.Boundary}");
    }

    /// <summary>What the caller's file, stream or progress threw, if that is what an exception is about; otherwise null.</summary>
    public static Exception? CallersFailureIn(Exception exception) => TransportFailure.Causes(exception).FirstOrDefault(cause => cause.Data.Contains(Mark));

    protected override async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        _form.File.BeginReading();
        try
        {
            await SendAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && EarlyAnswerStream.MayStillAnswer(e))
        {
            await FillUpAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        _deadline.Sent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _beginning.Length + _source.Length.GetValueOrDefault() + _end.Length;
        return _source.Length is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        await WriteAsync(stream, _beginning, cancellationToken).ConfigureAwait(false);
        var chunk = new byte[ChunkBytes];
        long sent = 0;
        while (await ReadAsync(chunk, sent, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            await WriteAsync(stream, chunk.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            sent += count;
            _deadline.Moved();
            Report(sent);
        }

        await WriteAsync(stream, _end, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // The handler counts what it is given, and looks for an answer only when the length that was announced is complete. Nothing of this leaves.
    private async Task FillUpAsync(Stream stream, CancellationToken cancellationToken)
    {
        var filler = new byte[ChunkBytes];
        while (TryComputeLength(out var length) && _written < length)
        {
            // What goes nowhere is never waited for, so nothing else looks at the token.
            cancellationToken.ThrowIfCancellationRequested();
            await WriteAsync(stream, filler.AsMemory(0, (int)Math.Min(filler.Length, length - _written)), cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _written += bytes.Length;
        return stream.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>Reads the next chunk. The time that the caller's stream takes is not the service's, so the deadline stands still meanwhile.</summary>
    private async ValueTask<int> ReadAsync(byte[] chunk, long sent, CancellationToken cancellationToken)
    {
        var most = (int)Math.Min(chunk.Length, _source.Length - sent ?? chunk.Length);
        if (most == 0)
        {
            return 0;
        }

        _deadline.StandStill();
        try
        {
            var count = await _source.ReadAsync(chunk.AsMemory(0, most), cancellationToken).ConfigureAwait(false);
            return count > 0 || _source.Length is null ? count
                : throw new IOException($"'{_form.File.Name}' ended after {sent} of {_source.Length} bytes: it became shorter while it was sent.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            e.Data[Mark] = true;
            throw;
        }
        finally
        {
            _deadline.Moved();
        }
    }

    private void Report(long sent)
    {
        try
        {
            _form.Progress?.Report(sent);
        }
        catch (Exception e)
        {
            e.Data[Mark] = true;
            throw;
        }
    }
}
