package names

import "strings"

// builtin tells whether a language gives a name to every file.
func builtin(language, word string) bool {
	switch language {
	case "python":
		return strings.Contains(pythonBuiltins, " "+word+" ")
	case "go":
		return strings.Contains(goBuiltins, " "+word+" ")
	}
	return false
}

const goBuiltins = " any append bool byte cap clear close comparable complex complex128 complex64 copy delete error false float32 float64 imag int " +
	"int16 int32 int64 int8 iota len make max min new nil panic print println real recover rune string true uint uint16 uint32 uint64 uint8 uintptr "

const pythonBuiltins = " ArithmeticError AssertionError AttributeError BaseException BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError " +
	"ConnectionError DeprecationWarning EOFError Ellipsis EnvironmentError Exception FileExistsError FileNotFoundError FloatingPointError " +
	"FutureWarning GeneratorExit IOError ImportError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError " +
	"MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplemented NotImplementedError OSError OverflowError " +
	"PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration " +
	"StopIteration SyntaxError SystemError SystemExit TimeoutError TypeError UnicodeDecodeError UnicodeEncodeError UnicodeError " +
	"UserWarning ValueError Warning ZeroDivisionError __build_class__ __debug__ __doc__ __file__ __import__ __name__ __package__ abs aiter all " +
	"anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod " +
	"enumerate eval exec execfile exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance " +
	"issubclass iter len list locals map max memoryview min next object oct open ord pow print property quit range raw_input reduce reload repr " +
	"reversed round set setattr slice sorted staticmethod str sum super tuple type unichr unicode vars xrange zip "

// primitive tells whether a type has its name from the language.
func primitive(word string) bool {
	switch word {
	case "int", "long", "short", "byte", "char", "boolean", "float", "double", "void", "var", "val":
		return true
	}
	return false
}

// javaClasses are well-known classes by package: all of java.lang that code names, and of others those that come by star.
var javaClasses = map[string]string{
	"java.lang": " Appendable AutoCloseable CharSequence Cloneable Comparable Iterable Readable Runnable Boolean Byte Character Class ClassLoader " +
		"ClassValue Double Enum Float InheritableThreadLocal Integer Long Math Module ModuleLayer Number Object Package Process ProcessBuilder ProcessHandle " +
		"Record Runtime RuntimePermission SecurityManager Short StackTraceElement StackWalker StrictMath String StringBuffer StringBuilder System " +
		"Thread ThreadGroup ThreadLocal Throwable Void ArithmeticException ArrayIndexOutOfBoundsException ArrayStoreException ClassCastException " +
		"ClassNotFoundException CloneNotSupportedException Exception IllegalAccessException IllegalArgumentException IllegalMonitorStateException " +
		"IllegalStateException IllegalThreadStateException IndexOutOfBoundsException InstantiationException InterruptedException " +
		"NegativeArraySizeException NoSuchFieldException NoSuchMethodException NullPointerException NumberFormatException " +
		"ReflectiveOperationException RuntimeException SecurityException StringIndexOutOfBoundsException UnsupportedOperationException " +
		"AssertionError Error ExceptionInInitializerError LinkageError NoClassDefFoundError OutOfMemoryError StackOverflowError VirtualMachineError " +
		"Deprecated FunctionalInterface Override SafeVarargs SuppressWarnings ",
	"java.util": " Collection Comparator Deque Enumeration Iterator List ListIterator Map NavigableMap NavigableSet Queue Set SortedMap SortedSet " +
		"AbstractCollection AbstractList AbstractMap AbstractSet ArrayDeque ArrayList Arrays Base64 BitSet Calendar Collections Currency Date Dictionary " +
		"EnumMap EnumSet Formatter GregorianCalendar HashMap HashSet Hashtable IdentityHashMap LinkedHashMap LinkedHashSet LinkedList Locale Objects " +
		"Optional OptionalInt OptionalLong OptionalDouble PriorityQueue Properties Random ResourceBundle Scanner ServiceLoader SimpleTimeZone " +
		"SplittableRandom Stack StringJoiner StringTokenizer Timer TimerTask TimeZone TreeMap TreeSet UUID Vector WeakHashMap " +
		"ConcurrentModificationException MissingResourceException NoSuchElementException EventObject EventListener ",
	"java.io": " BufferedInputStream BufferedOutputStream BufferedReader BufferedWriter ByteArrayInputStream ByteArrayOutputStream CharArrayReader " +
		"CharArrayWriter Closeable Console DataInput DataInputStream DataOutput DataOutputStream EOFException Externalizable File FileDescriptor " +
		"FileFilter FileInputStream FilenameFilter FileNotFoundException FileOutputStream FileReader FileWriter FilterInputStream FilterOutputStream " +
		"Flushable InputStream InputStreamReader InvalidClassException IOException LineNumberReader ObjectInput ObjectInputFilter ObjectInputStream " +
		"ObjectOutput ObjectOutputStream OutputStream OutputStreamWriter PipedInputStream PipedOutputStream PrintStream PrintWriter " +
		"PushbackInputStream RandomAccessFile Reader SequenceInputStream Serializable StreamTokenizer StringReader StringWriter " +
		"UncheckedIOException UnsupportedEncodingException Writer ",
	"java.net": " Authenticator CookieManager DatagramPacket DatagramSocket HttpCookie HttpURLConnection Inet4Address Inet6Address InetAddress " +
		"InetSocketAddress JarURLConnection MalformedURLException NetworkInterface PasswordAuthentication Proxy ProxySelector ServerSocket Socket " +
		"SocketAddress SocketException SocketTimeoutException UnknownHostException URI URISyntaxException URL URLClassLoader URLConnection " +
		"URLDecoder URLEncoder URLStreamHandler ",
	"java.sql": " Array Blob CallableStatement Clob Connection DatabaseMetaData Date Driver DriverManager NClob ParameterMetaData PreparedStatement " +
		"Ref ResultSet ResultSetMetaData RowId Savepoint SQLException SQLTimeoutException SQLWarning SQLXML Statement Struct Time Timestamp Types Wrapper ",
	"java.nio.file": " DirectoryStream Files FileStore FileSystem FileSystems FileVisitor InvalidPathException LinkOption NoSuchFileException " +
		"OpenOption Path PathMatcher Paths SimpleFileVisitor StandardCopyOption StandardOpenOption WatchService ",
	"java.security": " AccessController AlgorithmParameters DigestInputStream GeneralSecurityException InvalidAlgorithmParameterException " +
		"InvalidKeyException Key KeyFactory KeyPair KeyPairGenerator KeyStore KeyStoreException MessageDigest NoSuchAlgorithmException " +
		"NoSuchProviderException Permission Policy Principal PrivateKey PrivilegedAction Provider PublicKey SecureRandom Security Signature " +
		"SignatureException UnrecoverableKeyException ",
	"javax.crypto": " BadPaddingException Cipher CipherInputStream CipherOutputStream IllegalBlockSizeException KeyAgreement KeyGenerator Mac " +
		"NoSuchPaddingException NullCipher SealedObject SecretKey SecretKeyFactory ",
	"javax.crypto.spec": " DESKeySpec DESedeKeySpec GCMParameterSpec IvParameterSpec PBEKeySpec PBEParameterSpec SecretKeySpec ",
	"javax.servlet": " Filter FilterChain FilterConfig RequestDispatcher Servlet ServletConfig ServletContext ServletException ServletInputStream " +
		"ServletOutputStream ServletRequest ServletResponse ",
	"javax.servlet.http": " Cookie HttpServlet HttpServletRequest HttpServletRequestWrapper HttpServletResponse HttpServletResponseWrapper " +
		"HttpSession Part ",
}

// javaPackage gives the package of a class that is in java.lang or in one that is imported whole, where it is well known.
func javaPackage(word string, stars []string) string {
	found := ""
	for _, s := range stars {
		if in := strings.Replace(s, "jakarta.servlet", "javax.servlet", 1); strings.Contains(javaClasses[in], " "+word+" ") {
			if found != "" {
				return ""
			}
			found = s
		}
	}
	if found == "" && strings.Contains(javaClasses["java.lang"], " "+word+" ") {
		return "java.lang"
	}
	return found
}

// javaKnown tells whether the well-known classes of a package are listed.
func javaKnown(in string) bool {
	return javaClasses[strings.Replace(in, "jakarta.servlet", "javax.servlet", 1)] != ""
}

// known gives the type of what a well-known function or method returns.
func known(language, name string) string {
	switch language {
	case "python":
		return pythonResults[name]
	case "go":
		return goResults[name]
	case "java", "kotlin":
		return javaResults[strings.Replace(name, "jakarta.servlet", "javax.servlet", 1)]
	case "javascript", "typescript", "tsx":
		return scriptResults[name]
	}
	return ""
}

var pythonResults = map[string]string{
	"str": "str", "int": "int", "float": "float", "bool": "bool", "bytes": "bytes", "list": "list", "dict": "dict", "set": "set",
	"tuple": "tuple", "len": "int", "repr": "str", "input": "str", "os.getenv": "str", "os.path.join": "str", "os.getcwd": "str",
	"json.dumps": "str", "str.format": "str", "str.join": "str", "str.strip": "str", "str.lower": "str", "str.upper": "str",
	"str.replace": "str", "str.encode": "bytes", "bytes.decode": "str", "str.split": "list", "open": "io.TextIOWrapper",
	"socket.socket": "socket.socket", "sqlite3.connect": "sqlite3.Connection", "sqlite3.Connection.cursor": "sqlite3.Cursor",
	"hashlib.md5": "hashlib._Hash", "re.compile": "re.Pattern",
}

var goResults = map[string]string{
	"len": "int", "cap": "int", "fmt.Sprintf": "string", "fmt.Sprint": "string", "fmt.Sprintln": "string", "fmt.Errorf": "error", "errors.New": "error",
	"os/exec.Command": "os/exec.Cmd", "os/exec.CommandContext": "os/exec.Cmd", "os.Getenv": "string", "os.Open": "os.File", "os.Create": "os.File",
	"os.OpenFile": "os.File", "strings.Join": "string", "strings.Replace": "string", "strings.ReplaceAll": "string", "strings.TrimSpace": "string",
	"strings.ToLower": "string", "strings.ToUpper": "string", "strings.Repeat": "string", "strconv.Itoa": "string", "path.Join": "string",
	"path/filepath.Join": "string", "path/filepath.Clean": "string", "net/http.NewServeMux": "net/http.ServeMux", "net/http.NewRequest": "net/http.Request",
	"net/http.NewRequestWithContext": "net/http.Request", "net/http.Get": "net/http.Response", "net/http.Post": "net/http.Response",
	"net/http.Request.FormValue": "string", "net/http.Request.PostFormValue": "string", "net/url.Parse": "net/url.URL",
	"net/http.Request.Cookie": "net/http.Cookie", "database/sql.Open": "database/sql.DB", "database/sql.DB.Begin": "database/sql.Tx",
	"database/sql.DB.Prepare": "database/sql.Stmt", "database/sql.DB.Query": "database/sql.Rows", "database/sql.DB.QueryRow": "database/sql.Row",
	"database/sql.Tx.Prepare": "database/sql.Stmt", "text/template.New": "text/template.Template", "html/template.New": "html/template.Template",
	"bytes.NewBuffer": "bytes.Buffer", "bytes.NewReader": "bytes.Reader", "strings.NewReader": "strings.Reader", "bufio.NewReader": "bufio.Reader",
	"bufio.NewScanner": "bufio.Scanner", "io.ReadAll": "byte[]", "os.ReadFile": "byte[]", "crypto/md5.New": "hash.Hash",
	"strings.Builder.String": "string", "bytes.Buffer.String": "string", "net/url.Values.Get": "string", "net/http.Header.Get": "string",
	"math/rand.New": "math/rand.Rand", "math/rand/v2.New": "math/rand/v2.Rand", "regexp.MustCompile": "regexp.Regexp", "regexp.Compile": "regexp.Regexp",
	"crypto/hmac.New": "hash.Hash", "crypto/sha1.New": "hash.Hash", "crypto/sha256.New": "hash.Hash", "crypto/sha512.New": "hash.Hash",
	"crypto/cipher.NewGCM": "crypto/cipher.AEAD", "crypto/aes.NewCipher": "crypto/cipher.Block", "time.Now": "time.Time",
	"database/sql.DB.BeginTx": "database/sql.Tx", "database/sql.DB.Conn": "database/sql.Conn", "database/sql.OpenDB": "database/sql.DB",
	"gorm.io/gorm.Open": "gorm.io/gorm.DB", "github.com/jmoiron/sqlx.Open": "github.com/jmoiron/sqlx.DB", "github.com/jmoiron/sqlx.Connect": "github.com/jmoiron/sqlx.DB",
	"github.com/jmoiron/sqlx.MustConnect": "github.com/jmoiron/sqlx.DB", "github.com/jackc/pgx/v5.Connect": "github.com/jackc/pgx/v5.Conn",
	"github.com/jackc/pgx/v4.Connect": "github.com/jackc/pgx/v4.Conn", "github.com/jackc/pgx/v5/pgxpool.New": "github.com/jackc/pgx/v5/pgxpool.Pool",
	"github.com/jackc/pgx/v4/pgxpool.Connect": "github.com/jackc/pgx/v4/pgxpool.Pool", "github.com/gin-gonic/gin.Default": "github.com/gin-gonic/gin.Engine",
	"github.com/gin-gonic/gin.New": "github.com/gin-gonic/gin.Engine", "github.com/gofiber/fiber/v2.New": "github.com/gofiber/fiber/v2.App",
	"github.com/labstack/echo/v4.New": "github.com/labstack/echo/v4.Echo",
}

var javaResults = map[string]string{
	"java.lang.String.format": jString, "java.lang.String.valueOf": jString, "java.lang.String.join": jString, "java.lang.String.trim": jString,
	"java.lang.String.concat": jString, "java.lang.String.replace": jString, "java.lang.String.replaceAll": jString, "java.lang.String.substring": jString,
	"java.lang.String.toLowerCase": jString, "java.lang.String.toUpperCase": jString, "java.lang.String.strip": jString, "java.lang.String.intern": jString,
	"java.lang.String.formatted": jString, "java.lang.String.repeat": jString, "java.lang.String.split": jString + "[]", "java.lang.String.toCharArray": "char[]",
	"java.lang.String.getBytes": "byte[]", "java.lang.String.length": "int", "java.lang.String.equals": "boolean", "java.lang.String.toString": jString,
	"java.lang.String.charAt": "char", "java.lang.String.isEmpty": "boolean", "java.lang.String.matches": "boolean",
	"java.lang.String.contains": "boolean", "java.lang.String.startsWith": "boolean", "java.lang.String.endsWith": "boolean",
	"java.lang.String.equalsIgnoreCase": "boolean", "java.util.Map.isEmpty": "boolean", "java.util.List.isEmpty": "boolean",
	"java.util.Set.isEmpty": "boolean", "java.util.Collection.isEmpty": "boolean", "java.util.Map.size": "int", "java.util.List.size": "int",
	"java.util.Set.size": "int", "java.util.Collection.size": "int", "java.util.Map.containsKey": "boolean", "java.util.List.contains": "boolean",
	"java.util.Set.contains": "boolean", "java.util.Collection.contains": "boolean",
	"java.lang.StringBuilder.append": "java.lang.StringBuilder", "java.lang.StringBuilder.insert": "java.lang.StringBuilder",
	"java.lang.StringBuilder.toString": jString, "java.lang.StringBuffer.append": "java.lang.StringBuffer", "java.lang.StringBuffer.toString": jString,
	"java.lang.System.getenv": jString, "java.lang.System.getProperty": jString, "java.lang.Integer.parseInt": "int", "java.lang.Long.parseLong": "long",
	"java.lang.Integer.toString": jString, "java.lang.Integer.valueOf": "java.lang.Integer", "java.lang.Runtime.getRuntime": "java.lang.Runtime",
	"java.lang.Runtime.exec": "java.lang.Process", "java.sql.DriverManager.getConnection": "java.sql.Connection",
	"javax.sql.DataSource.getConnection": "java.sql.Connection", "java.sql.Connection.createStatement": "java.sql.Statement",
	"java.sql.Connection.prepareStatement": "java.sql.PreparedStatement", "java.sql.Connection.prepareCall": "java.sql.CallableStatement",
	"java.sql.Statement.executeQuery": "java.sql.ResultSet", "java.sql.PreparedStatement.executeQuery": "java.sql.ResultSet",
	"java.sql.ResultSet.getString": jString, "javax.servlet.http.HttpServletRequest.getParameter": jString,
	"javax.servlet.http.HttpServletRequest.getHeader": jString, "javax.servlet.http.HttpServletRequest.getQueryString": jString,
	"javax.servlet.http.HttpServletRequest.getSession": "javax.servlet.http.HttpSession", "javax.servlet.http.HttpServletRequest.getCookies": "javax.servlet.http.Cookie[]",
	"javax.servlet.http.HttpServletRequest.getParameterValues": jString + "[]", "javax.servlet.http.Cookie.getValue": jString,
	"javax.servlet.http.HttpServletResponse.getWriter": "java.io.PrintWriter", "java.io.BufferedReader.readLine": jString,
	"java.security.MessageDigest.getInstance": "java.security.MessageDigest", "javax.crypto.Cipher.getInstance": "javax.crypto.Cipher",
	"java.nio.file.Paths.get": "java.nio.file.Path", "java.nio.file.Path.of": "java.nio.file.Path", "java.util.Scanner.nextLine": jString,
	"javax.xml.parsers.DocumentBuilderFactory.newInstance":        "javax.xml.parsers.DocumentBuilderFactory",
	"javax.xml.parsers.SAXParserFactory.newInstance":              "javax.xml.parsers.SAXParserFactory",
	"javax.xml.stream.XMLInputFactory.newInstance":                "javax.xml.stream.XMLInputFactory",
	"javax.xml.stream.XMLInputFactory.newFactory":                 "javax.xml.stream.XMLInputFactory",
	"javax.xml.transform.TransformerFactory.newInstance":          "javax.xml.transform.TransformerFactory",
	"javax.xml.parsers.DocumentBuilderFactory.newDocumentBuilder": "javax.xml.parsers.DocumentBuilder",
}

const jString = "java.lang.String"

var scriptResults = map[string]string{
	"String": "string", "Number": "number", "Boolean": "boolean", "parseInt": "number", "parseFloat": "number", "JSON.stringify": "string",
	"encodeURIComponent": "string", "decodeURIComponent": "string", "encodeURI": "string", "escape": "string", "string.trim": "string",
	"string.toLowerCase": "string", "string.toUpperCase": "string", "string.replace": "string", "string.slice": "string", "string.substring": "string",
	"string.concat": "string", "string.toString": "string", "string.split": "string[]", "path.join": "string", "path.resolve": "string",
}
